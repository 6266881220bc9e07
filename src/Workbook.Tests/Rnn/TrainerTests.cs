using System.Text.Json;
using CsCheck;

namespace Workbook.Tests;

public class TrainerTests
{
    private static readonly TokenSequence Original = new([1, 3, 3], [0, 2, 1]);

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public void Gradient_descent_follows_the_recorded_losses(long seed)
    {
        JsonElement expected = Reference.Read("training-losses.json")["runs"].GetProperty($"{seed}");
        var weights = RnnParameters.Draw(6, 7, 5, new NumPyRandom(seed));
        // The published rule climbs away exponentially and takes rounding with it: 50 steps keep it under 1e-9; the exact rule keeps it
        // to the end.
        Follows("exact", new Rnn(weights, learningRate: 0.01), kept: 200);
        Follows("exact", new FastRnn(weights, learningRate: 0.01), kept: 200);
        Follows("as_published", new PublishedRnn(weights, learningRate: 0.01), kept: 50);

        void Follows(string rule, Rnn rnn, int kept)
        {
            double[] losses = expected.GetProperty(rule).Deserialize<double[]>()!;
            var history = new Trainer(rnn, [Original], new NumPyRandom(0)).Run(200);
            Assert.All(history.Take(kept), step => Assert.Equal(losses[step.Number], step.Loss, losses[step.Number] * 1e-9));
            Assert.All(history, step => Assert.InRange(step.Loss / losses[step.Number], 0.99, 1.01));
        }
    }

    [Theory]
    [InlineData(Optimizer.GradientDescent)]
    [InlineData(Optimizer.Adam)]
    [InlineData(Optimizer.Adagrad)]
    public void The_same_seed_gives_the_same_losses_bit_for_bit_and_in_parallel(Optimizer optimizer)
    {
        var runs = new double[4][];
        Parallel.For(0, runs.Length, i => runs[i] = [.. Trained(optimizer, seed: 5).Run(60).Select(step => step.Loss)]);
        Assert.All(runs, losses => Assert.Equal(runs[0], losses));
        Assert.NotEqual(runs[0], Trained(optimizer, seed: 6).Run(60).Select(step => step.Loss));
    }

    [Fact]
    public void A_run_in_two_parts_is_a_run_in_one()
    {
        Trainer whole = Trained(Optimizer.Adam, seed: 1), parts = Trained(Optimizer.Adam, seed: 1);
        whole.Run(50);
        parts.Run(20);
        Assert.Equal(whole.History, parts.Run(30));
    }

    [Fact]
    public void Every_sequence_comes_once_before_any_comes_again()
    {
        // Sequences of different lengths: the gap between loss and token loss tells which was read.
        TokenSequence[] sequences = [.. Enumerable.Range(1, 8).Select(length => new TokenSequence(new int[length], new int[length]))];
        var rnn = new Rnn(1, 2, 2, new NumPyRandom(0));
        int[] lengths = [.. new Trainer(rnn, sequences, new NumPyRandom(0)).Run(24)
            .Select(step => (int)Math.Round(step.Loss / step.TokenLoss))];
        Assert.All(lengths.Chunk(8), epoch => Assert.Equal(Enumerable.Range(1, 8), epoch.Order()));
        Assert.NotEqual(lengths[..8], lengths[8..16]);
    }

    [Fact]
    public void A_batch_steps_along_the_mean_gradient()
    {
        TokenSequence[] pair = [Original, new([5, 0], [4, 4])];
        var (rnn, one, two) = (Model(), Model(), Model());
        var step = new Trainer(rnn, pair, new NumPyRandom(0), batch: 2).Run(1)[0];
        double loss = Gradient(one, pair[0]) + Gradient(two, pair[1]), squares = 0;
        for (int k = 0; k < rnn.Parameters.Values.Length; k++)
            for (int i = 0; i < rnn.Parameters.Values[k].Length; i++)
            {
                double mean = (one.Gradients.Values[k][i] + two.Gradients.Values[k][i]) / 2;
                squares += mean * mean;
                // Three roundings of numbers below 10.
                Assert.Equal(one.Parameters.Values[k][i] - (0.1 * mean), rnn.Parameters.Values[k][i], 1e-14);
            }
        Assert.Equal(loss / 2, step.Loss, 1e-13);
        Assert.Equal(loss / 5, step.TokenLoss, 1e-13);
        Assert.Equal(Math.Sqrt(squares), step.GradientNorm, 1e-13);

        static Rnn Model() => new(6, 7, 5, new NumPyRandom(0), learningRate: 0.1, scale: 0.5);
        static double Gradient(Rnn rnn, TokenSequence sequence)
        {
            double loss = rnn.Forward(sequence.X, sequence.Y);
            rnn.Backward();
            return loss;
        }
    }

    [Fact]
    public void Adam_follows_its_equations()
    {
        var (rnn, copy) = (new Rnn(6, 7, 5, new NumPyRandom(3), scale: 0.5), new Rnn(6, 7, 5, new NumPyRandom(3), scale: 0.5));
        var history = new Trainer(rnn, [Original], new NumPyRandom(0), Optimizer.Adam, rate: step => 0.01 / (step + 1))
            .Run(5);

        // The equations of Kingma and Ba, algorithm 1, number by number.
        double[] theta = Flat(copy.Parameters), m = new double[theta.Length], v = new double[theta.Length];
        for (int t = 1; t <= 5; t++)
        {
            copy.ZeroGradients();
            copy.Forward(Original.X, Original.Y);
            copy.Backward();
            double[] g = Flat(copy.Gradients);
            double moved = 0, weights = theta.Sum(value => value * value);
            for (int i = 0; i < theta.Length; i++)
            {
                m[i] = (0.9 * m[i]) + (0.1 * g[i]);
                v[i] = (0.999 * v[i]) + (0.001 * g[i] * g[i]);
                double by = 0.01 / t * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
                theta[i] -= by;
                moved += by * by;
            }
            Assert.Equal(Math.Sqrt(moved / weights), history[t - 1].UpdateRatio, 1e-12);
            for (int k = 0, at = 0; k < copy.Parameters.Values.Length; at += copy.Parameters.Values[k++].Length)
                theta.AsSpan(at, copy.Parameters.Values[k].Length).CopyTo(copy.Parameters.Values[k]);
        }
        // Gradients near zero are divided by roots near zero; 1e-10 of a step is what rounding leaves of that.
        Assert.All(theta.Zip(Flat(rnn.Parameters)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));

        static double[] Flat(RnnParameters parameters) => [.. parameters.Values.SelectMany(values => values)];
    }

    [Fact]
    public void Clipping_shortens_a_long_gradient_to_the_limit_and_leaves_a_short_one() => Gen.Select(
        Gen.UInt, Gen.Double[0.01, 20]).Sample((seed, clip) =>
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(seed), learningRate: 0.5, scale: 0.5);
        double[][] before = [.. rnn.Parameters.Values.Select(values => values.ToArray())];
        var trainer = new Trainer(rnn, [Original], new NumPyRandom(0), clipNorm: clip);
        var step = trainer.Run(1)[0];
        double moved = Math.Sqrt(before.Zip(rnn.Parameters.Values)
            .Sum(pair => pair.First.Zip(pair.Second).Sum(two => Math.Pow(two.First - two.Second, 2))));

        Assert.Equal(step.GradientNorm > clip, step.Clipped);
        Assert.Equal(step.Clipped ? 1 : 0, trainer.ClippedFraction);
        // The difference of weights below 10 loses about 1e-15 each, a hundred of them 1e-14.
        Assert.Equal(0.5 * Math.Min(clip, step.GradientNorm), moved, 1e-12);
    });

    [Fact]
    public void A_loss_that_is_not_finite_stops_training_before_the_step()
    {
        var rnn = new PublishedRnn(6, 7, 5, new NumPyRandom(0), learningRate: 0.01);
        var trainer = new Trainer(rnn, [Original], new NumPyRandom(0));
        var error = Assert.Throws<ArithmeticException>(() => trainer.Run(100_000));

        Assert.Contains($"step {trainer.History.Count}:", error.Message);
        Assert.Contains("norm", error.Message);
        Assert.Contains(trainer.History[^1].GradientNorm.ToString("G3"), error.Message);
        Assert.All(rnn.Parameters.Values, values => Assert.All(values, value => Assert.True(double.IsFinite(value))));
        Assert.All(trainer.History, step => Assert.True(double.IsFinite(step.Loss)));
    }

    [Fact]
    public void A_NaN_among_the_weights_is_named_at_the_first_step()
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0));
        rnn.Parameters.Why[0, 0] = double.NaN;
        var error = Assert.Throws<ArithmeticException>(() => new Trainer(rnn, [Original], new NumPyRandom(0)).Run(1));
        Assert.Contains("step 0: the loss is NaN and the norm of its gradient NaN", error.Message);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        var rnn = new Rnn(1, 1, 1, new NumPyRandom(0));
        Assert.Throws<ArgumentException>("sequences", () => new Trainer(rnn, [], new NumPyRandom(0)));
        Assert.Throws<ArgumentOutOfRangeException>("batch", () => new Trainer(rnn, [Original], new NumPyRandom(0), batch: 0));
        Assert.Throws<ArgumentOutOfRangeException>("clipNorm",
            () => new Trainer(rnn, [Original], new NumPyRandom(0), clipNorm: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("clipValue", () => new Trainer(rnn, [Original], new NumPyRandom(0), clipValue: 0));
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_learning_rate_that_is_negative_or_not_finite_is_refused_before_the_step(double bad)
    {
        var rnn = new Rnn(6, 7, 5, new NumPyRandom(0));
        var trainer = new Trainer(rnn, [Original], new NumPyRandom(0), Optimizer.Adam, rate: step => step < 3 ? 0 : bad);
        var error = Assert.Throws<ArgumentOutOfRangeException>("rate", () => trainer.Run(10));
        Assert.Contains($"Training stopped at step 3: its learning rate is {bad};", error.Message);
        Assert.Equal(3, trainer.History.Count);
        // At a rate of 0 nothing is learned.
        Assert.Equal(RnnParameters.Draw(6, 7, 5, new NumPyRandom(0)).Values, rnn.Parameters.Values);
    }

    [Fact]
    public void Adagrad_divides_by_the_root_of_all_squares_so_far()
    {
        Rnn rnn = new(6, 7, 5, new NumPyRandom(3), scale: 0.5), copy = new(6, 7, 5, new NumPyRandom(3), scale: 0.5);
        new Trainer(rnn, [Original], new NumPyRandom(0), Optimizer.Adagrad, rate: _ => 0.1).Run(5);

        double[][] squares = [.. copy.Parameters.Values.Select(values => new double[values.Length])];
        for (int step = 0; step < 5; step++)
        {
            copy.ZeroGradients();
            copy.Forward(Original.X, Original.Y);
            copy.Backward();
            for (int k = 0; k < squares.Length; k++)
                for (int i = 0; i < squares[k].Length; i++)
                {
                    double g = copy.Gradients.Values[k][i];
                    squares[k][i] += g * g;
                    copy.Parameters.Values[k][i] -= 0.1 * g / Math.Sqrt(squares[k][i] + 1e-8);
                }
        }
        // Five steps of at most 0.1 each, rounded otherwise.
        Reference.AssertClose(copy.Parameters, rnn.Parameters, absolute: 1e-13);
    }

    [Fact]
    public void Clipping_entry_by_entry_cuts_the_large_ones_alone()
    {
        Rnn rnn = new(6, 7, 5, new NumPyRandom(3), scale: 0.5), copy = new(6, 7, 5, new NumPyRandom(3), scale: 0.5);
        copy.Forward(Original.X, Original.Y);
        copy.Backward();
        const double Most = 0.5;
        var trainer = new Trainer(rnn, [Original], new NumPyRandom(0), rate: _ => 1, clipValue: Most);
        trainer.Run(1, _ => Assert.Equal(
            copy.Gradients.ToArray().Select(g => Math.Clamp(g, -Most, Most)), rnn.Gradients.ToArray()));
        Assert.True(trainer.History[0].Clipped);
        Assert.Equal(copy.Gradients.Norm(), trainer.History[0].GradientNorm, 1e-14);
        // Both limits: the norm of what is left after cutting the entries.
        var both = new Trainer(copy, [Original], new NumPyRandom(0), clipNorm: 0.25, clipValue: Most);
        both.Run(1, _ => Assert.Equal(0.25, copy.Gradients.Norm(), 1e-14));
        Assert.False(new Trainer(copy, [Original], new NumPyRandom(0), clipValue: 1e6).Run(1)[0].Clipped);
    }

    [Fact]
    public void A_state_is_carried_through_a_text_and_starts_anew_with_it()
    {
        int[] text = [1, 3, 3, 0, 2, 5, 4, 1, 0, 3, 2];
        var chunks = TokenSequence.Chunks(text, 3);
        Rnn rnn = new(6, 7, 6, new NumPyRandom(3), scale: 0.5), copy = new(6, 7, 6, new NumPyRandom(3), scale: 0.5);
        var losses = new Trainer(rnn, chunks, new NumPyRandom(0), rate: _ => 0, carryState: true)
            .Run(2 * chunks.Length).Select(step => step.Loss);

        // The oracle: the losses of the whole text, read at once, step by step.
        copy.Forward(text.AsSpan(0, 9), text.AsSpan(1, 9));
        double[] expected = [.. copy.StepLosses.Chunk(3).Select(each => each.Sum())];
        Assert.Equal(3, chunks.Length);
        Assert.All(losses.Zip([.. expected, .. expected]), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
        // The gradient is not carried: it is that of the chunk alone, from the state before it.
        new Trainer(rnn, chunks, new NumPyRandom(0), rate: _ => 0, carryState: true).Run(2, step =>
        {
            if (step.Number == 1)
                Reference.AssertClose(
                    ForwardMode.Gradient(copy.Parameters, chunks[1].X, chunks[1].Y, start: copy.HiddenStates.Column(2)),
                    rnn.Gradients, relative: 1e-13);
        });
    }

    private static Trainer Trained(Optimizer optimizer, long seed)
    {
        var random = new NumPyRandom(seed);
        var strings = new ReberGrammar().Draw(20, random);
        var rnn = new Rnn(7, 6, 7, random, scale: 0.3) { LossKind = LossKind.CrossEntropy };
        return new Trainer(rnn, strings, random, optimizer, batch: 2, clipNorm: 5);
    }
}
