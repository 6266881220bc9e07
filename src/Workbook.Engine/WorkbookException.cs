namespace Workbook.Engine;

/// <summary>What a user can mend, said in one sentence. Nothing has run or been written.</summary>
public sealed class WorkbookException(string message, Exception? inner = null) : Exception(message, inner);
