using CsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

public class InitializationTests
{
    private static readonly Gen<(int Size, uint Seed)> Cases = Gen.Select(Gen.Int[1, 24], Gen.UInt);

    [Fact]
    public void Orthogonal_is_orthogonal() => Cases.Sample(given =>
    {
        var Q = Initialization.Orthogonal(given.Size, new NumPyRandom(given.Seed));
        // Householder QR of 24 columns: 24² units of 2.2e-16 at most.
        Assert.True((Q.TransposeThisAndMultiply(Q) - Matrix<double>.Build.DenseIdentity(given.Size)).Enumerate().Max(Math.Abs) < 1.3e-13);
        // Uniform over all such matrices: A = QR with nothing negative on R's diagonal, which leaves no choice of signs.
        var A = new NumPyRandom(given.Seed).Randn(given.Size, given.Size);
        Assert.All(Q.TransposeThisAndMultiply(A).Diagonal(), value => Assert.True(value > 0));
    });
}
