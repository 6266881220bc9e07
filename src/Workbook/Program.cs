using System.CommandLine;
using System.Text;
using Workbook;

Console.OutputEncoding = Encoding.UTF8;   // else a Windows console shows other characters than were written

var root = RunCommand.Declare();
root.Add(ExportCommand.Declare());
root.Add(PublishCommand.Declare());
root.Add(ServeCommand.Declare());
root.Add(SiteCommand.Declare());

var line = root.Parse(args);
if (line.Errors.Count > 0)
{
    Console.Error.WriteLine(string.Join(" ", line.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    return 2;
}
return await line.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
