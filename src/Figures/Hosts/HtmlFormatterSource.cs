#nullable enable
using System;
using System.Collections.Generic;
using System.IO;

/// <summary>
/// Shows itself. Verso finds <see cref="ToHtml"/> by its name; .NET Interactive asks a <see cref="HtmlFormatterSource{T}"/>.
/// </summary>
public interface IHtmlObject
{
    /// <summary>A part of a page.</summary>
    string ToHtml();

    /// <summary>The same in words, for a host that shows text only.</summary>
    string ToString();
}

/// <summary>
/// How .NET Interactive shows a type that a <see cref="TypeFormatterSourceAttribute"/> marks; it finds these members by their names.
/// The type is a parameter, since it names its formatters and would have to be imported before them as well.
/// </summary>
/// <typeparam name="T">The marked type.</typeparam>
public sealed class HtmlFormatterSource<T>
    where T : IHtmlObject
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new HtmlFormatter<T>("text/html", shown => shown.ToHtml()), new HtmlFormatter<T>("text/plain", shown => shown.ToString())];
}

/// <summary>Writes an object as one kind of text.</summary>
/// <typeparam name="T">The type of the object.</typeparam>
public sealed class HtmlFormatter<T>(string mimeType, Func<T, string> text)
    where T : IHtmlObject
{
    public string MimeType { get; } = mimeType;

    public Type Type { get; } = typeof(T);

    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(text((T)instance));
        return true;
    }
}

/// <summary>Marks a type that shows itself; .NET Interactive finds this attribute and its members by their names.</summary>
/// <param name="formatterSourceType">Has a constructor without parameters and <c>CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}
