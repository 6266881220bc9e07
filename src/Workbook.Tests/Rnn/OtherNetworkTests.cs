using System.IO.Compression;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>
/// What trains, checks, saves and spells takes any network with tensors of its own: here one that is no <see cref="Rnn"/>.
/// </summary>
public class OtherNetworkTests
{
    private static readonly int[] X = [0, 2, 1, 2, 2], Y = [1, 0, 2, 1, 1];

    [Fact]
    public void Its_gradient_is_checked()
    {
        var network = new Decay(3, new NumPyRandom(0));
        network.Forward(X, Y, network.ZeroState + 1);
        network.Forward(X, Y);
        network.Backward();
        DecayTensors differences = GradientCheck.CentralDifferences(network, X, Y);
        DecayTensors five = GradientCheck.FivePointDifferences(network, X, Y);
        // A cross-entropy of five steps: central differences are right to about ten digits.
        Assert.All(GradientCheck.TensorErrors(network.Gradients, differences), error => Assert.InRange(error, 0, 1e-8));
        Assert.All(GradientCheck.TensorErrors(network.Gradients, five), error => Assert.InRange(error, 0, 1e-9));
        Assert.Equal(2, GradientCheck.RelativeErrors(network.Gradients, differences).Names.Count);
    }

    [Theory]
    [InlineData(Optimizer.GradientDescent)]
    [InlineData(Optimizer.Adam)]
    [InlineData(Optimizer.Adagrad)]
    public void It_is_trained(Optimizer optimizer)
    {
        var network = new Decay(3, new NumPyRandom(0));
        var chunks = TokenSequence.Chunks([.. X, .. Y], 3);
        var history = new Trainer(network, chunks, new NumPyRandom(0), optimizer, rate: _ => 0.1, carryState: true)
            .Run(150);
        Assert.True(history.TakeLast(3).Average(step => step.Loss) < history.Take(3).Average(step => step.Loss) / 2);
    }

    [Fact]
    public void It_is_saved_scored_and_spells()
    {
        using var folder = new TemporaryFolder();
        var network = new Decay(7, new NumPyRandom(0));
        string file = Path.Combine(folder.Path, "decay.npz");
        network.Parameters.Save(file);
        using (var zip = ZipFile.OpenRead(file))
            Assert.Equal(["Wxy.npy", "Wsy.npy"], zip.Entries.Select(entry => entry.FullName));

        var grammar = new ReberGrammar();
        Assert.InRange(grammar.Score(network, grammar.Draw(20, new NumPyRandom(1))).Loss, 1, 4);
        Assert.InRange(new CharacterModel(["abcdef"]).SampleWord(network, 1, new NumPyRandom(2)).Length, 0, 20);
        Assert.Contains("2 heatmaps", Charts.Gradients(network.Parameters, "Another network").Description);
    }

    // ŷ_t = Wxy x_t + Wsy s_{t-1}, s_t = ½ s_{t-1} + x_t: the tokens read so far, fading by a half at each step.
    private sealed class Decay : IRecurrentNetwork<DecayTensors>
    {
        private int[] x = [];
        private Vector<double>[] before = [], dy = [], yhat = [];

        public Decay(int size, NumPyRandom random)
        {
            (Parameters, Gradients) = (new(size), new(size));
            random.Randn(size, size).CopyTo(Parameters["Wxy"]);
            random.Randn(size, size).CopyTo(Parameters["Wsy"]);
            State = ZeroState;
        }

        public int InputSize => Parameters["Wxy"].ColumnCount;

        public int OutputSize => InputSize;

        public DecayTensors Parameters { get; }

        public DecayTensors Gradients { get; }

        public double LearningRate => 0.1;

        public Matrix<double> Logits => Matrix<double>.Build.DenseOfColumnVectors(yhat);

        public Vector<double> ZeroState => Vector<double>.Build.Dense(InputSize);

        public Vector<double> State { get; private set; }

        public double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Vector<double>? start = null)
        {
            this.x = x.ToArray();
            (before, dy, yhat) = (new Vector<double>[x.Length], new Vector<double>[x.Length], new Vector<double>[x.Length]);
            State = start ?? ZeroState;
            double sum = 0;
            for (int t = 0; t < x.Length; t++)
            {
                before[t] = State;
                (State, yhat[t]) = StepForward(x[t], State);
                (double loss, dy[t]) = Losses.CrossEntropy(yhat[t], y[t]);
                sum += loss;
            }
            return sum;
        }

        public void Backward(Matrix<double>? outputGradients = null)
        {
            for (int t = 0; t < x.Length; t++)
            {
                Gradients["Wxy"].SetColumn(x[t], Gradients["Wxy"].Column(x[t]) + dy[t]);
                Gradients["Wsy"].Add(dy[t].OuterProduct(before[t]), Gradients["Wsy"]);
            }
        }

        public void ZeroGradients() => Gradients.Clear();

        public (Vector<double> h, Vector<double> yhat) StepForward(int x, Vector<double> hPrev)
        {
            var state = hPrev / 2;
            state[x] += 1;
            return (state, Parameters["Wxy"].Column(x) + (Parameters["Wsy"] * hPrev));
        }
    }

    private sealed class DecayTensors(int size) : Tensors(("Wxy", size, size), ("Wsy", size, size))
    {
        public override DecayTensors ZerosLike() => new(this["Wxy"].RowCount);
    }
}
