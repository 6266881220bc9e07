namespace Workbook.Book;

/// <summary>What a book is made of, beside the runs: all that has to be read before.</summary>
/// <param name="Plans">The notebooks, in the order of the book.</param>
/// <param name="Solutions">Notebooks with worked exercises, by the name of the notebook whose exercises they are.</param>
/// <param name="Sources">The text of each file that the notebooks or the solutions import, by its full path.</param>
/// <param name="Host">What the notebooks may use; their code is coloured by what its names mean.</param>
/// <param name="Picture">The bytes of a file that a text shows as a picture, given its full path; null if there is none.</param>
public sealed record BookMaterial(
    IReadOnlyList<Plan> Plans,
    IReadOnlyDictionary<string, Plan> Solutions,
    IReadOnlyDictionary<string, string> Sources,
    PackageSet Host,
    Func<string, byte[]?> Picture);
