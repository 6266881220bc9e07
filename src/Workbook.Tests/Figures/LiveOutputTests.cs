using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Tests;

/// <summary>
/// Live output where the host has none, and where a stand-in for .NET Interactive's assembly has the members that it has.
/// </summary>
[Collection(OneAtATime.Name)]
public class LiveOutputTests
{
    private const string StandIn = """
        using System.Collections.Generic;
        using System.Threading;

        namespace Microsoft.DotNet.Interactive;

        public class KernelInvocationContext
        {
            public static KernelInvocationContext Current { get; set; }
            public static CancellationTokenSource Source { get; set; } = new();
            public CancellationToken CancellationToken => Source.Token;
            public List<string> Seen { get; } = new();
        }

        public static class KernelInvocationContextExtensions
        {
            public static DisplayedValue Display(this KernelInvocationContext context, object value, params string[] mimeTypes)
            {
                context.Seen.Add($"displayed as {string.Join(", ", mimeTypes)}: {value}");
                return new DisplayedValue(context);
            }
        }

        public class DisplayedValue(KernelInvocationContext context)
        {
            public void Update(object updatedValue) => context.Seen.Add($"updated: {updatedValue}");
        }
        """;

    [Fact]
    public void Without_a_host_that_redraws_nothing_is_drawn_and_nothing_is_stopped()
    {
        var output = new LiveOutput();
        output.Show(() => throw new InvalidOperationException("drawn"), now: true);
        Assert.False(output.IsAvailable);
        Assert.False(Experiment.Stopped.CanBeCanceled);
    }

    [Fact]
    public void In_the_kernel_an_output_is_shown_once_and_then_replaced()
    {
        var (seen, _) = InKernel(nameof(ShowThree));
        Assert.Equal(["displayed as text/html: first", "updated: second", "updated: third"], seen);
    }

    [Fact]
    public void In_the_kernel_a_figure_shows_before_its_cell_ends_and_a_busy_cell_is_not_held_up()
    {
        // Shown as often as it can be until it has been drawn twice; each time it says how often it had been asked to.
        var (seen, _) = InKernel(nameof(ShowUntilDrawnTwice));
        Assert.Equal(2, seen.Count);
        Assert.All(seen, each => Assert.InRange(int.Parse(each.Split(' ')[^1], CultureInfo.InvariantCulture), 2, int.MaxValue));
    }

    [Fact]
    public void In_the_kernel_a_figure_that_is_slow_to_draw_waits_before_it_is_drawn_again() =>
        Assert.Equal(["displayed as text/html: slow"], InKernel(nameof(AskAfterASlowDrawing)).Seen);

    [Fact]
    public void In_the_kernel_a_loss_curve_ends_with_the_last_step_and_says_nothing_in_words()
    {
        var (seen, said) = InKernel(nameof(TrainTwoThousand));
        Assert.StartsWith("displayed as text/html: Loss", seen[0]);
        Assert.All(seen.Skip(1), each => Assert.StartsWith("updated: Loss", each));
        // A point stands at the last of the steps that it is the mean of: here of sixteen, from 70 on.
        Assert.EndsWith("from 1 at 85 to 1 at 2,069.", seen[^1]);
        Assert.Equal("", said);
    }

    [Fact]
    public void In_the_kernel_a_stopped_cell_ends_its_training_and_the_trainer_goes_on_from_there() =>
        Assert.Equal(["stopped after 7 steps", "no run begins", "goes on"], InKernel(nameof(StopTraining)).Seen);

    // These run in the copies of these tests and of Rnn that see the stand-in.

    internal static void ShowThree()
    {
        var output = new LiveOutput();
        Assert.True(output.IsAvailable);
        foreach (string description in new[] { "first", "second", "third" })
            output.Show(() => Described(description), now: true);
    }

    internal static void ShowUntilDrawnTwice()
    {
        var (output, drawn, patience) = (new LiveOutput(), 0, Environment.TickCount64 + (long)Patience.Limit.TotalMilliseconds);
        for (int asked = 1; drawn < 2 && Environment.TickCount64 < patience; asked++)
            output.Show(() =>
            {
                drawn++;
                return Described($"asked {asked}");
            });
    }

    internal static void AskAfterASlowDrawing()
    {
        var (output, drawn, patience) = (new LiveOutput(), false, Environment.TickCount64 + (long)Patience.Limit.TotalMilliseconds);
        while (!drawn && Environment.TickCount64 < patience)
            output.Show(() =>
            {
                Thread.Sleep(200);
                drawn = true;
                return Described("slow");
            });
        // Longer than a pause, and far from twenty seconds: twice 200 ms are two hundredths of those.
        Thread.Sleep(150);
        output.Show(() => Described("again"));
    }

    internal static void TrainTwoThousand() => Train(2000);

    internal static void StopTraining()
    {
        var context = Type.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext, Microsoft.DotNet.Interactive")!;
        var seen = (List<string>)context.GetProperty("Seen")!.GetValue(context.GetProperty("Current")!.GetValue(null))!;
        var source = context.GetProperty("Source")!;
        Trainer stopped = Trainer(), whole = Trainer();

        Assert.Throws<OperationCanceledException>(() => stopped.Run(1000, step =>
        {
            if (step.Number == 6)
                ((CancellationTokenSource)source.GetValue(null)!).Cancel();
        }));
        seen.Add($"stopped after {stopped.History.Count} steps");
        Assert.Throws<OperationCanceledException>(() => Experiment.Repeat(2, seed => seed));
        seen.Add("no run begins");

        source.SetValue(null, new CancellationTokenSource());   // another cell
        Assert.Equal(whole.Run(10), stopped.Run(3));
        seen.Add("goes on");

        static Trainer Trainer() => new(new Rnn(6, 7, 5, new NumPyRandom(1)), [new([1, 3, 3], [0, 2, 1])], new NumPyRandom(2));
    }

    private static Figure Described(string description) =>
        new(Plotly.NET.CSharp.Chart.Line<double, double, string>(x: [0.0], y: [1.0], UseDefaults: false), "live", description);

    private static void Train(int steps)
    {
        var live = new LiveLoss("Loss", steps);
        // Numbered as in a second run.
        for (int i = 0; i < steps; i++)
            live.Add(new TrainingStep(i + 70, Loss: 3, TokenLoss: 1, GradientNorm: 1, UpdateRatio: 1, Clipped: false));
    }

    private static string Said(Action act)
    {
        var (console, text) = (Console.Out, new StringWriter { NewLine = "\n" });
        Console.SetOut(text);
        try
        {
            act();
        }
        finally
        {
            Console.SetOut(console);
        }
        return text.ToString();
    }

    // Calls a method of this class where Microsoft.DotNet.Interactive can be found.
    private static (List<string> Seen, string Said) InKernel(string method)
    {
        var kernel = new Kernel();
        try
        {
            var contexts = kernel.Interactive.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext")!;
            object context = Activator.CreateInstance(contexts)!;
            contexts.GetProperty("Current")!.SetValue(null, context);
            var act = kernel.LoadFromAssemblyName(typeof(LiveOutputTests).Assembly.GetName()).GetType(typeof(LiveOutputTests).FullName!)!
                .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!;
            string said = Said(act.CreateDelegate<Action>());
            return ((List<string>)contexts.GetProperty("Seen")!.GetValue(context)!, said);
        }
        finally
        {
            kernel.Unload();
        }
    }

    // The stand-in, copies of these tests and of what notebooks import beside it, and all else as everywhere.
    private sealed class Kernel : AssemblyLoadContext
    {
        private static readonly string?[] Copied =
        [
            .. new[] { typeof(LiveOutputTests), typeof(Rnn), typeof(Figure), typeof(LiveLoss) }
                .Select(type => type.Assembly.GetName().Name),
        ];

        public Kernel() : base("kernel", isCollectible: true)
        {
            using var image = new MemoryStream();
            var made = CSharpCompilation.Create("Microsoft.DotNet.Interactive", [CSharpSyntaxTree.ParseText(StandIn)],
                [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                    .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
                    .Select(path => MetadataReference.CreateFromFile(path))],
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
            Assert.Empty(made.Diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error));
            image.Position = 0;
            Interactive = LoadFromStream(image);
        }

        public Assembly Interactive { get; }

        protected override Assembly? Load(AssemblyName name) =>
            name.Name == "Microsoft.DotNet.Interactive" ? Interactive
            : Copied.Contains(name.Name) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")) : null;
    }
}
