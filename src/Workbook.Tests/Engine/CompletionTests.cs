using Microsoft.CodeAnalysis;

namespace Workbook.Tests;

/// <summary>What is offered at a place in a cell, which a | marks, in a session that knows the network.</summary>
[Collection(OneAtATime.Name)]
public sealed class CompletionTests(CompletionTests.Opened opened) : IClassFixture<CompletionTests.Opened>
{
    [Theory]
    [InlineData("model.|", "Forward Gradients Steps ToString", "Rnn ReferenceEquals Nothing model")]
    [InlineData("model.For|", "Forward", "Backward")]
    [InlineData("model.for|", "Forward", "")]
    [InlineData("model\n    .|", "Forward", "")]
    [InlineData("model.|\nvar x = 1;", "Forward Steps", "Math")]
    [InlineData("model.|\nx = 1;", "Forward Steps", "Math")]
    [InlineData("model.|\nint x = 1;", "Forward Steps", "Math")]
    [InlineData("model.|\nList<int> x = [1];", "Forward Steps", "Math")]
    [InlineData("model.|\nmodel.Backward();", "Forward Steps", "Math")]
    [InlineData("model.|\nforeach (int x in numbers) { }", "Forward Steps", "Math")]
    [InlineData("model.|\n}", "Forward Steps", "Math")]
    [InlineData("model.Fo|\nvar x = 1;", "Forward", "Steps")]
    [InlineData("var y = model.|\nvar x = 1;", "Forward", "Math")]
    [InlineData("model.Gradients.|", "Whh by ZerosLike", "Forward")]
    [InlineData("model.Gradients.|\nvar x = 1;", "Whh by ZerosLike", "Forward")]
    [InlineData("h[^1].|", "PointwiseTanh Count", "Length")]
    [InlineData("h[^1].|\nvar x = 1;", "PointwiseTanh Count", "Length")]
    [InlineData("new Rnn(6, 7, 5, new NumPyRandom(0)).|", "Forward", "Math")]
    [InlineData("new Rnn(6, 7, 5, new NumPyRandom(0)).|\nvar x = 1;", "Forward", "Math")]
    [InlineData("model.Update(model.|", "LearningRate", "Math")]
    [InlineData("model.Update(model.|);", "LearningRate", "Math")]
    [InlineData("model.HiddenStates.Column(1, 2, 3, 4).|", "PointwiseTanh", "")]
    [InlineData("numbers.|", "Length Select Display", "ReferenceEquals")]
    [InlineData("numbers.Select(n => n.|", "CompareTo", "Length")]
    [InlineData("numbers.Select(n => n.|).ToList()", "CompareTo", "Length")]
    [InlineData("h.Select(v =>\n{\n    var w = v + v;\n    w.|\n    return w;\n})", "PointwiseTanh", "Length")]
    [InlineData("foreach (var v in h)\n    v.|", "PointwiseTanh", "Length")]
    [InlineData("void F(Rnn given)\n{\n    given.|\n}", "Forward", "Math")]
    [InlineData("maybe.|", "HasValue", "")]
    [InlineData("maybe?.|", "CompareTo", "HasValue")]
    [InlineData("model?.|", "Forward", "Math")]
    [InlineData("model?.Gradients.|", "Whh", "Forward")]
    [InlineData("\"text\".|", "Length Split", "IsNullOrEmpty")]
    [InlineData("typeof(Rnn).|", "FullName", "Forward")]
    [InlineData("(1, 2).|", "Item2", "")]
    [InlineData("var own = new Rnn(1, 1, 1, new NumPyRandom(0));\nown.|", "Forward", "Math")]
    [InlineData("$\"{model.|}\"", "Forward", "Math")]
    [InlineData("$\"{model.|", "Forward", "Math")]
    [InlineData("Math.|", "Tanh PI", "GetType")]
    [InlineData("Math.|\nvar x = 1;", "Tanh PI", "GetType")]
    [InlineData("LossKind.|", "CrossEntropy", "value__ HasFlag")]
    [InlineData("model.LossKind.|", "HasFlag", "value__ CrossEntropy")]
    [InlineData("System.|", "Linq Math", "")]
    [InlineData("using System.|", "Linq", "")]
    [InlineData("new System.Text.|", "StringBuilder", "")]
    [InlineData("System.Text.|\nvar x = 1;", "StringBuilder", "")]
    [InlineData("List<System.|>", "Math", "")]
    [InlineData("\"text\".AsSpan().|", "Length", "GetHashCode")]
    public void Behind_a_dot_are_the_members_of_what_stands_before_it(string code, string offered, string not)
    {
        var names = Names(code);
        Assert.All(Words(offered), name => Assert.Contains(name, names));
        Assert.All(Words(not), name => Assert.DoesNotContain(name, names));
        Assert.DoesNotContain(names, name => name.Contains('<') || name.StartsWith("op_") || name.StartsWith("get_"));
    }

    [Theory]
    [InlineData("mod|", "model", "Rnn")]
    [InlineData("mod|\nvar x = 1;", "model", "")]
    [InlineData("Mod|", "model", "")]
    [InlineData("Rn|", "Rnn RnnParameters", "model")]
    [InlineData("ret|", "return", "")]
    [InlineData("Ret|", "", "return")]
    [InlineData("Oft|", "Often", "")]
    [InlineData("Ma|", "Math", "Matrix`1")]
    [InlineData("model.Update(lea|", "", "LearningRate")]
    [InlineData("numbers.Select(each => ea|", "each", "")]
    [InlineData("void F(Rnn given)\n{\n    foreach (int inner in numbers)\n        Console.WriteLine(|inner);\n}", "given inner model", "")]
    [InlineData("lat|\nint later = 1;", "", "later")]
    [InlineData("int later = lat|;", "", "later")]
    [InlineData("int later = 1;\nlat|", "later", "")]
    [InlineData("(int later, _) = (1, 2);\nlat|", "later", "")]
    [InlineData("$\"a {mod|} b\"", "model", "")]
    [InlineData("\"a\" + mod|", "model", "")]
    [InlineData("/* a */ mod|", "model", "")]
    [InlineData("// a\nmod|", "model", "")]
    [InlineData("/// <summary>A</summary>\nmod|", "model", "")]
    [InlineData("#nullable enable\nmod|", "model", "")]
    [InlineData("numbers[0..mod|]", "model", "")]
    [InlineData("new Rn|", "Rnn", "")]
    [InlineData("new |", "Rnn", "model return Often")]
    [InlineData("new Li|", "List", "")]
    [InlineData("new Sys|.Text", "System", "")]
    [InlineData("|", "model Often Rnn", "later")]
    [InlineData("subm|", "", "Submission#3")]
    [InlineData("nothing.Of.This.Kind(mod|", "model", "")]
    public void Elsewhere_are_the_names_in_scope_that_begin_as_typed(string code, string offered, string not)
    {
        var names = Names(code);
        Assert.All(Words(offered), name => Assert.Contains(name, names));
        Assert.All(Words(not), name => Assert.DoesNotContain(name, names));
    }

    [Theory]
    [InlineData("// model.|")]
    [InlineData("/* model.|")]
    [InlineData("/* model.| */")]
    [InlineData("/// <summary>mod|")]
    [InlineData("int x = 1;   // mod|\nint y = 2;")]
    [InlineData("#nullable en|")]
    [InlineData("#if NEVER\nmod|\n#endif")]
    [InlineData("\"model.|\"")]
    [InlineData("\"model.|")]
    [InlineData("\"model.|\nint x = 1;")]
    [InlineData("@\"a\nmodel.|")]
    [InlineData("\"\"\"\nmodel.|\n\"\"\"")]
    [InlineData("'m|'")]
    [InlineData("$\"model.|\"")]
    [InlineData("$\"{1}model.|\"")]
    [InlineData("$\"{1}|\"")]
    [InlineData("$\"{1:F|}\"")]
    [InlineData("$\"model.|")]
    [InlineData("1|")]
    [InlineData("0x|")]
    [InlineData("1.5|")]
    [InlineData("1.5e|")]
    public void No_name_stands_in_a_comment_a_text_a_number_or_a_directive(string code) => Assert.Null(At(code));

    [Theory]
    [InlineData("1.|")]
    [InlineData("var x = 1.|;")]
    [InlineData("nothing.|")]
    [InlineData("Console.WriteLine(1).|")]
    [InlineData(".|")]
    [InlineData("model.Forward.|")]
    public void Behind_what_has_no_members_there_is_nothing(string code) => Assert.Empty(Names(code));

    [Fact]
    public void The_notebooks_and_the_shared_sources_names_come_first_and_so_does_the_case_that_is_typed()
    {
        Assert.Equal(["model", "Matrix"], Names("m|").Where(name => name is "model" or "Matrix"));
        Assert.Equal(["Matrix", "model"], Names("M|").Where(name => name is "model" or "Matrix"));
        string[] own = [.. Names("R|").TakeWhile(name => name != "Random")];
        Assert.Contains("Rnn", own);
        Assert.DoesNotContain("Range", own);
        Assert.Equal(["Backward", "Forward", "Equals", "ToString"],
            Names("model.|").Where(name => name is "Backward" or "Forward" or "Equals" or "ToString"));
    }

    [Theory]
    [InlineData("model.|Forward", 6, 6)]
    [InlineData("model.For|ward", 6, 13)]
    [InlineData("x + mod|", 4, 7)]
    [InlineData("mod|\nel", 0, 3)]
    public void The_word_that_is_replaced_is_the_whole_one(string code, int from, int to)
    {
        var completion = At(code)!;
        Assert.Equal((from, to), (completion.From, completion.To));
    }

    [Fact]
    public void Of_very_many_names_the_first_are_given_and_it_is_said()
    {
        Assert.Equal((300, false), (At("|")!.Items.Count, At("|")!.IsComplete));
        Assert.True(At("model.|")!.IsComplete);
    }

    [Theory]
    [InlineData("model.|", "Forward", "method")]
    [InlineData("model.|", "Steps", "property")]
    [InlineData("Math.|", "PI", "constant")]
    [InlineData("System.|", "Linq", "namespace")]
    [InlineData("|", "model", "variable")]
    [InlineData("|", "Rnn", "class")]
    [InlineData("|", "LossKind", "enum")]
    [InlineData("ret|", "return", "keyword")]
    [InlineData("numbers.Select(each => ea|", "each", "variable")]
    public void A_candidate_has_a_kind(string code, string name, string kind) =>
        Assert.Contains(new CompletionItem(name, kind), At(code)!.Items);

    [Theory]
    [InlineData("model.|", "Gradients", "RnnParameters Gradients { get; }", 0,
        "What backward steps have added up since the last ZeroGradients.")]
    [InlineData("model.|", "Steps", "int Steps { get; protected set; }", 0, "T of the last Forward; 0 before it.")]
    [InlineData("model.|", "Forward", "double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Vector<double>? start = null)", 0,
        "Runs the network over a sequence; returns the loss.")]
    [InlineData("new FastRnn(1, 1, 1, new NumPyRandom(0)).|", "Forward",
        "double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Vector<double>? start = null)", 0,
        "Runs the network over a sequence; returns the loss.")]
    [InlineData("new TrainingStep().|", "Number", "int Number { get; init; }", 0, "How many came before it.")]
    [InlineData("LossKind.|", "CrossEntropy", "CrossEntropy = 1", 0, "−log softmax(ŷ_t)[y_t], in nats.")]
    [InlineData("RnnP|", "RnnParameters", "class RnnParameters", 0,
        "The five tensors of an Rnn: Wxh (hidden × input), Whh (hidden × hidden), bh (hidden), Why, by.")]
    [InlineData("new Rn|", "Rnn", "Rnn(RnnParameters weights, double learningRate = 0.001)", 1, "A network with a copy of these weights.")]
    [InlineData("new Fast|", "FastRnn", "FastRnn(RnnParameters weights, double learningRate = 0.001)", 1,
        "A network with a copy of these weights.")]
    [InlineData("Oft|", "Often", "int Often(int x)", 0, "How often x goes into Rnn, or null.")]
    [InlineData("mod|", "model", "Rnn model", 0, "The one that is trained.")]
    [InlineData("tw|", "twice", "int[] twice", 0, "")]
    [InlineData("ret|", "return", "return", 0, "")]
    [InlineData("h[0].|", "PointwiseTanh", "Vector<double> PointwiseTanh()", 1, "")]
    [InlineData("numbers.|", "First", "int First<int>()", 1, "")]
    public void A_candidate_says_how_it_is_declared_and_what_its_documentation_says(
        string code, string name, string signature, int others, string summary) =>
        Assert.Equal(new CompletionDetails(signature, others, summary), At(code)!.About(name));

    [Fact]
    public void Lines_of_code_in_a_summary_stand_alone() => Assert.Equal(
        "An Elman network that reads a sequence of tokens x_t and predicts a sequence y_t (Elman 1990, \"Finding structure in time\"):\n"
            + "h_t = tanh(Wxh x_t + Whh h_{t-1} + bh) h_{-1} = 0, or a start state",
        string.Join('\n', At("Rnn|")!.About("Rnn")!.Summary.Split('\n').Take(2)));

    [Fact]
    public void A_name_that_is_no_candidate_is_not_known() => Assert.Null(At("model.|")!.About("model"));

    [Fact]
    public async Task Nothing_of_it_stays_in_the_session()
    {
        Assert.Contains("added", Names("int added = 1;\nad|"));
        Assert.DoesNotContain("added", Names("ad|"));
        Assert.Contains("CS0103", (await opened.RunAsync("added"))!.Kind);
        Assert.Null(await opened.RunAsync("int[] twice = [.. numbers, .. numbers];\ntwice.Length"));
        Assert.Contains("twice", Names("tw|"));
    }

    [Fact]
    public void Before_anything_has_run_there_are_the_frameworks_names()
    {
        using var folder = new TemporaryFolder();
        using var session = new Session(Notebook.Load(folder.Notebook("cells", "")), Bare.Host);
        Assert.Contains(session.Complete("Math.", 5)!.Items, each => each.Name == "Tanh");
        Assert.Empty(session.Complete("model.", 6)!.Items);
    }

    private Completion? At(string code)
    {
        int caret = code.IndexOf('|', StringComparison.Ordinal);
        return opened.Session.Complete(code.Remove(caret, 1), caret);
    }

    private List<string> Names(string code) => [.. At(code)!.Items.Select(each => each.Name)];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A session in which a cell has run.</summary>
    public sealed class Opened : IAsyncLifetime
    {
        private const string First = """
            /// <summary>How often <paramref name="x"/> goes into
            /// <see cref="Rnn"/>, or <see langword="null"/>.</summary>
            int Often(int x) => x;
            /// <summary>The one that is trained.</summary>
            var model = new Rnn(6, 7, 5, new NumPyRandom(0));
            var h = new Vector<double>[3];
            int[] numbers = [1, 2];
            int? maybe = null;
            /// <summary>Never <ended.
            int[] twice = [];
            """;

        private readonly TemporaryFolder folder = new();
        private Notebook notebook = null!;

        internal Session Session { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            string library = typeof(Rnn).Assembly.Location;
            var documentation = new XmlDocumentation(() => File.OpenRead(Path.ChangeExtension(library, ".xml")));
            string import = $"#!import {Path.Combine(Repository.Root, "src", "Rnn", "Rnn.cs")}";
            notebook = Notebook.Load(folder.Notebook("cells", "#r \"nuget: Known\"", import, First));
            Session = new Session(notebook, Bare.Host, imports: [ReferencedAssembly.FromFile(library, documentation)]);
            foreach (var cell in notebook.Cells)
                Assert.Null((await Session.RunAsync(cell, CellSource.Read(notebook, cell, Bare.Host), default)).Failure);
        }

        /// <summary>Runs another cell.</summary>
        internal async Task<CellFailure?> RunAsync(string code)
        {
            var cell = notebook.With(new Dictionary<Cell, string> { [notebook.Cells[2]] = code }).Cells[2];
            return (await Session.RunAsync(cell, CellSource.Read(notebook, cell, Bare.Host), default)).Failure;
        }

        public ValueTask DisposeAsync()
        {
            Session.Dispose();
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
