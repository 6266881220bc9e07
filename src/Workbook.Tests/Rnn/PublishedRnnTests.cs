using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class PublishedRnnTests
{
    // The same sums of at most 50 terms of size 1 in another order: a few units of 2.2e-16.
    private const double Rounding = 1e-12;

    public static TheoryData<string> Originals => ["original-seed-0.json", "original-seed-42.json"];

    [Theory]
    [MemberData(nameof(Originals))]
    public void It_computes_the_original_numbers(string file)
    {
        var expected = Reference.Read(file);
        var rnn = new PublishedRnn(Reference.Draw(expected));
        Reference.AssertClose(expected["parameters"], rnn.Parameters, Rounding);

        AssertStep(expected["hidden"], expected["logits"], expected["loss"], rnn, expected);
        AssertGradients(expected["gradients"], rnn);

        rnn.Backward();
        AssertGradients(expected["gradients_after_a_second_backward_without_reset"], rnn);
    }

    [Theory]
    [MemberData(nameof(Originals))]
    public void It_updates_as_the_original(string file)
    {
        var expected = Reference.Read(file);
        var rnn = new PublishedRnn(Reference.Draw(expected));

        AssertStep(expected["hidden"], expected["logits"], expected["loss"], rnn, expected);
        rnn.Update();
        Reference.AssertClose(expected["parameters_after_update"], rnn.Parameters, Rounding);

        JsonElement second = expected["second_step_without_reset"];
        AssertStep(second.GetProperty("hidden"), second.GetProperty("logits"), second.GetProperty("loss"), rnn, expected);
        AssertGradients(second.GetProperty("gradients"), rnn);
        rnn.Update();
        Reference.AssertClose(second.GetProperty("parameters_after_update"), rnn.Parameters, Rounding);
    }

    [Fact]
    public void The_gradient_of_Whh_has_rank_2_in_the_original_and_here()
    {
        var printed = Matrix<double>.Build.DenseOfRows(
            File.ReadLines(Repository.Reference("printed-whh-gradient.csv")).Select(line => line.Split(',').Select(double.Parse)));
        // Printed to eight decimals: 49 errors of 0.5e-8 at most, so a singular value of at most 7 · 0.5e-8.
        Assert.Equal(2, printed.Svd().S.Count(value => value > 3.5e-8));

        var rnn = new PublishedRnn(6, 7, 5, new NumPyRandom(0));
        rnn.Forward([1, 3, 3], [0, 2, 1]);
        rnn.Backward();
        Assert.Equal(2, rnn.Gradients.Whh.Rank());
    }

    [Fact]
    public void Zeroing_forgets_what_is_carried_between_calls()
    {
        var rnn = new PublishedRnn(6, 7, 5, new NumPyRandom(0), scale: 0.5);
        rnn.Forward([1, 3, 3], [0, 2, 1]);
        rnn.Backward();
        double[] first = rnn.Gradients.ToArray();
        Assert.Equal(rnn.Deltas.Column(0), rnn.dnext_h);
        rnn.ZeroGradients();
        Assert.Equal(0, rnn.dnext_h.L2Norm());
        rnn.Backward();
        Assert.Equal(first, rnn.Gradients.ToArray());
    }

    private static void AssertStep(JsonElement hidden, JsonElement logits, JsonElement loss, PublishedRnn rnn, ReferenceRecord run)
    {
        rnn.Forward(run.X, run.Y);
        rnn.Backward();
        Reference.AssertClose(ReferenceRecord.Steps(hidden), rnn.HiddenStates, Rounding, name: "hidden");
        Reference.AssertClose(ReferenceRecord.Steps(logits), rnn.Logits, Rounding, name: "logits");
        Assert.Equal(loss.GetDouble(), rnn.Loss, Rounding);
    }

    private static void AssertGradients(JsonElement expected, PublishedRnn rnn)
    {
        Reference.AssertClose(expected, rnn.Gradients, Rounding);
        Reference.AssertClose(
            ReferenceRecord.Matrix(expected.GetProperty("dnext_h")), rnn.dnext_h.ToColumnMatrix(), Rounding, name: "dnext_h");
    }
}
