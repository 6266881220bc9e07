using System.Text;
using Workbook;

Console.OutputEncoding = Encoding.UTF8;   // else a Windows console shows other characters than were written

var root = RunCommand.Declare();
root.Add(ExportCommand.Declare());
root.Add(PublishCommand.Declare());
root.Add(ServeCommand.Declare());
root.Add(SiteCommand.Declare());
return await ExitCode.OfLineAsync(root, args, Console.Error);
