using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>What notebook 06 trains, and by what it is judged.</summary>
public class GateLearningTests
{
    [Fact]
    public void Each_gates_part_of_Whh_is_orthogonal_and_only_the_forget_gates_have_biases()
    {
        var lstm = GateLearning.Orthogonal(5, forgetBias: 3, new NumPyRandom(1));
        for (int gate = 0; gate < 4; gate++)
        {
            var part = lstm.Parameters.Whh.SubMatrix(5 * gate, 5, 0, 5);
            // Sums of five products of size 1.
            Reference.AssertClose(Matrix<double>.Build.DenseIdentity(5), part * part.Transpose(), absolute: 1e-14);
        }
        Assert.NotEqual(lstm.Parameters.Whh.SubMatrix(0, 5, 0, 5), lstm.Parameters.Whh.SubMatrix(5, 5, 0, 5));
        Assert.Equal([0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], lstm.Parameters.bh);
        // 140 and 35 draws of spread 0.3.
        Assert.InRange(lstm.Parameters.Wxh.FrobeniusNorm() / Math.Sqrt(140), 0.24, 0.36);
        Assert.Equal(LossKind.CrossEntropy, lstm.LossKind);
    }

    [Fact]
    public void Weights_of_1997_lie_within_a_fifth_and_output_gates_are_staggered()
    {
        var lstm = GateLearning.Uniform(4, forgetBias: 1, staggered: true, new NumPyRandom(2));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, -1, -2, -3, -4], lstm.Parameters.bh);
        var plain = GateLearning.UniformRnn(9, new NumPyRandom(2));
        var random = new NumPyRandom(2);   // in this order, as data/recorded/ was made
        Assert.All([plain.Parameters.Wxh, plain.Parameters.Whh, plain.Parameters.Why], weights =>
            Assert.Equal(Enumerable.Range(0, weights.RowCount * weights.ColumnCount).Select(_ => (0.4 * random.NextDouble()) - 0.2),
                weights.ToColumnMajorArray()));
        Assert.All([lstm.Parameters.Wxh, lstm.Parameters.Whh, lstm.Parameters.Why, plain.Parameters.Whh], weights =>
        {
            Assert.InRange(weights.Enumerate().Max(), 0.15, 0.2);
            Assert.InRange(weights.Enumerate().Min(), -0.2, -0.15);
        });
        var level = GateLearning.Uniform(4, forgetBias: 1, staggered: false, new NumPyRandom(2));
        Assert.Equal(lstm.Parameters.Whh, level.Parameters.Whh);
        Assert.Equal(0, level.Parameters.bh.SubVector(12, 4).L2Norm());
        Assert.Equal(0, plain.Parameters.bh.L2Norm());
    }

    [Fact]
    public void What_may_come_next_is_what_strings_of_the_grammar_go_on_with()
    {
        var grammar = new ReberGrammar();
        Assert.Equal("TP|B|TP|SX|SX|XS|E|T|E||", string.Concat(
            grammar.Possible(Tokens("BTBTSXSETE")).Select(each => ReberGrammar.Text(each) + "|")));
        foreach (TokenSequence each in grammar.Draw(50, new NumPyRandom(0)))
            Assert.All(grammar.Possible(each.X).Zip(each.Y), pair => Assert.Contains(pair.Second, pair.First));
        Assert.Contains(
            "BB: at place 1 there is B, and only T or P can come there.",
            Assert.Throws<ArgumentException>(() => grammar.Possible([0, 0])).Message);
        Assert.Throws<ArgumentException>(() => grammar.Possible(Tokens("BTBTSXSETET")));
    }

    [Fact]
    public void A_network_has_solved_the_task_when_it_ranks_what_may_come_above_all_else()
    {
        var trial = new ReberTrial(0);
        Assert.True(trial.IsSolved(new Knowing(new ReberGrammar(), mistakes: 0)));
        // One wrong ranking in the last of all strings is enough.
        Assert.False(trial.IsSolved(new Knowing(new ReberGrammar(), mistakes: 1)));
        Assert.Equal(256, trial.Training.Count);
        Assert.NotEqual(trial.Training[0].X, new ReberTrial(1).Training[0].X);
    }

    [Fact]
    public void A_trial_counts_what_was_read_and_gives_the_same_again()
    {
        int? Sequences()
        {
            var (trial, random) = (new ReberTrial(1), new NumPyRandom(1));
            var rnn = ReberLearning.Network(ReberInitialization.Orthogonal, 25, random);
            var trainer = new Trainer(rnn, trial.Training, random, Optimizer.Adam, rate: _ => 0.01, clipNorm: 1);
            int? read = trial.Run(rnn, trainer);
            Assert.Equal(read, trainer.History.Count);
            Assert.True(trial.IsSolved(rnn));
            return read;
        }
        int? first = Sequences();
        Assert.Equal(0, first % 250);
        Assert.Equal(first, Sequences());
    }

    private static int[] Tokens(string text) => [.. text.Select(letter => ReberGrammar.Symbols.IndexOf(letter))];

    // Gives what may come the score 1 and the rest 0, but in some of the 512th string's last predictions.
    private sealed class Knowing(ReberGrammar grammar, int mistakes) : IRecurrentNetwork<RnnParameters>
    {
        private int strings;

        public int InputSize => 7;

        public int OutputSize => 7;

        public RnnParameters Parameters { get; } = new(7, 1, 7);

        public RnnParameters Gradients { get; } = new(7, 1, 7);

        public double LearningRate => 1;

        public Matrix<double> Logits { get; private set; } = Matrix<double>.Build.Dense(1, 1);

        public Vector<double> ZeroState => Vector<double>.Build.Dense(1);

        public Vector<double> State => ZeroState;

        public double Forward(ReadOnlySpan<int> x, ReadOnlySpan<int> y, Vector<double>? start = null)
        {
            var possible = grammar.Possible(x);
            Logits = Matrix<double>.Build.Dense(7, x.Length, (row, t) => possible[t].Contains(row) ? 1 : 0);
            if (++strings == 512)
                for (int k = 0; k < mistakes; k++)
                    Logits[0, x.Length - 1 - k] = 1;
            return 0;
        }

        public void Backward(Matrix<double>? outputGradients = null) => throw new NotSupportedException();

        public void ZeroGradients() => throw new NotSupportedException();

        public (Vector<double> h, Vector<double> yhat) StepForward(int x, Vector<double> hPrev) => throw new NotSupportedException();
    }
}
