using System.Text;

namespace Workbook.Book.Mathematics;

/// <summary>TeX token by token: a command with its backslash, or one character. Spaces between tokens mean nothing.</summary>
internal sealed class TexReader(string tex)
{
    private int position;

    /// <summary>The next token, not taken; null at the end.</summary>
    public string? Peek()
    {
        int end = End(Start());
        return end > Start() ? tex[Start()..end] : null;
    }

    /// <summary>Takes the next token; null at the end.</summary>
    public string? Next()
    {
        string? token = Peek();
        position = End(Start());
        return token;
    }

    /// <summary>Takes the next token if it is this one.</summary>
    public bool Skip(string token)
    {
        bool there = Peek() == token;
        if (there)
            Next();
        return there;
    }

    /// <summary>Takes a whole number with its decimals, or nothing.</summary>
    public string Number()
    {
        int start = position = Start();
        while (position < tex.Length && (char.IsAsciiDigit(tex[position]) || (tex[position] == '.' && DigitAt(position + 1))))
            position++;
        return tex[start..position];
    }

    /// <summary>Takes what braces hold as it is written, with its spaces; \%, \_ and their like lose their backslash.</summary>
    /// <param name="command">Whose argument it is.</param>
    public string Text(string command)
    {
        if (!Skip("{"))
            throw new TexException($"{command} lacks its text in braces.");
        var text = new StringBuilder();
        for (int depth = 1; position < tex.Length; position++)
        {
            char character = tex[position];
            depth += character == '{' ? 1 : character == '}' ? -1 : 0;
            if (depth == 0)
            {
                position++;
                return text.ToString();
            }
            if (character == '\\')
            {
                string token = tex[position..End(position)];
                position += token.Length - 1;
                text.Append(token switch
                {
                    "\\," => "\u2009",
                    "\\ " or "\\%" or "\\_" or "\\&" or "\\#" or "\\$" or "\\{" or "\\}" => token[1..],
                    _ => throw new TexException($"{command} takes plain text, not {token}."),
                });
            }
            else if (character == '$')
            {
                throw new TexException($"{command} takes plain text, not a formula in it.");
            }
            else if (character is not ('{' or '}'))
            {
                text.Append(character);
            }
        }
        throw new TexException($"The brace after {command} is not closed.");
    }

    /// <summary>Takes what brackets hold, as it is written; null if none follow.</summary>
    /// <param name="command">Whose option it is.</param>
    /// <param name="isOne">What it may be: brackets behind a space that hold something else are not an option, but what comes next.</param>
    /// <param name="needs">What it has to be, in words.</param>
    public string? Option(string command, Predicate<string> isOne, string needs)
    {
        int start = Start(), end = start < tex.Length && tex[start] == '[' ? tex.IndexOf(']', start) : -1;
        if (start == tex.Length || tex[start] != '[')
            return null;
        string option = end < 0 ? "" : tex[(start + 1)..end].Trim();
        if (!isOne(option))
            return start > position ? null : throw new TexException(end < 0
                ? $"The bracket after {command} is not closed."
                : $"What stands in brackets after {command} is {needs}, not \"{option}\".");
        position = end + 1;
        return option;
    }

    private int Start()
    {
        int start = position;
        while (start < tex.Length && char.IsWhiteSpace(tex[start]))
            start++;
        return start;
    }

    private int End(int start)
    {
        if (start >= tex.Length)
            return start;
        int end = start + 1;
        if (tex[start] == '\\')
        {
            while (end < tex.Length && char.IsAsciiLetter(tex[end]))
                end++;
            return end > start + 1 ? end : Math.Min(start + 2, tex.Length);
        }
        return char.IsHighSurrogate(tex[start]) && end < tex.Length ? end + 1 : end;
    }

    private bool DigitAt(int at) => at < tex.Length && char.IsAsciiDigit(tex[at]);
}
