#nullable enable
using System;
using System.IO;

/// <summary>A file that is written whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes these bytes as <see cref="Write(string, Action{Stream})"/> does.</summary>
    /// <exception cref="IOException">The file cannot be written; an older one is still there.</exception>
    public static void Write(string path, byte[] content) => Write(path, file => file.Write(content));

    /// <summary>Writes a file beside its place, then puts it there; an older one is replaced only by a whole new one.</summary>
    /// <param name="write">Fills the new file. If it throws, nothing is left behind.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is still there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string beside = $"{path}.{Path.GetRandomFileName()}";   // of a name that no other file has
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew))
                write(stream);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
