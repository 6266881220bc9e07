using CsCheck;

namespace Workbook.Tests;

public class TensorsTests
{
    private static readonly Gen<(RnnParameters A, RnnParameters B)> Pairs =
        from sizes in Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 6])
        from seed in Gen.UInt
        let random = new NumPyRandom(seed)
        select (Draw(sizes, random), Draw(sizes, random));

    [Fact]
    public void They_are_one_long_vector() => Pairs.Sample(pair =>
    {
        double[] a = pair.A.ToArray(), b = pair.B.ToArray();
        Assert.Equal(pair.A.Count, a.Length);
        // At most 120 terms of size 10 in another order.
        Assert.Equal(a.Zip(b).Sum(two => two.First * two.Second), pair.A.Dot(pair.B), 1e-11);
        Assert.Equal(Math.Sqrt(a.Sum(value => value * value)), pair.A.Norm(), 1e-12);

        var sum = pair.A.ZerosLike();
        Assert.All(sum.ToArray(), value => Assert.Equal(0, value));
        sum.CopyFrom(pair.A);
        sum.Add(pair.B, -0.5);
        Assert.Equal(a.Zip(b, (one, two) => one + (-0.5 * two)), sum.ToArray());
        sum.Scale(3);
        Assert.Equal(a.Zip(b, (one, two) => 3 * (one + (-0.5 * two))), sum.ToArray());
        sum.Clear();
        Assert.Equal(0, sum.Norm());
    });

    [Fact]
    public void Names_lead_to_the_same_memory()
    {
        var tensors = new RnnParameters(2, 3, 4);
        Assert.Equal(["Wxh", "Whh", "Why", "bh", "by"], tensors.Names);
        for (int k = 0; k < tensors.Names.Count; k++)
        {
            tensors[tensors.Names[k]][0, 0] = k + 1;
            Assert.Equal(k + 1, tensors.Values[k][0]);
        }
        Assert.Equal((1, 2, 3, 4, 5), (tensors.Wxh[0, 0], tensors.Whh[0, 0], tensors.Why[0, 0], tensors.bh[0], tensors.by[0]));
        Assert.Equal(((3, 2), (3, 3), (4, 3), (3, 1), (4, 1)), (Shape("Wxh"), Shape("Whh"), Shape("Why"), Shape("bh"), Shape("by")));
        Assert.Contains("no tensor Wxx, but Wxh, Whh, Why, bh, by", Assert.Throws<ArgumentException>(() => tensors["Wxx"]).Message);

        (int, int) Shape(string name) => (tensors[name].RowCount, tensors[name].ColumnCount);
    }

    [Fact]
    public void Setting_a_tensor_copies_into_the_memory_that_is_there()
    {
        var tensors = new RnnParameters(2, 3, 4);
        var (Whh, bh) = (tensors.Whh, tensors.bh);
        tensors.Whh += new NumPyRandom(0).Randn(3, 3);
        tensors.Whh += new NumPyRandom(0).Randn(3, 3);
        tensors.bh -= new NumPyRandom(1).Randn(3);
        Assert.Same(Whh, tensors.Whh);
        Assert.Same(bh, tensors.bh);
        Assert.Equal(2 * new NumPyRandom(0).Randn(3, 3), Whh);
        Assert.Equal((-new NumPyRandom(1).Randn(3)).ToArray(), tensors.Values[3]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_shapes()
    {
        var tensors = new RnnParameters(2, 3, 4);
        Assert.Contains("Whh is 3 × 2; 3 × 3 is needed", Assert.Throws<ArgumentException>("Whh", () => tensors.Whh = tensors.Wxh).Message);
        Assert.Contains("bh has 4 entries; 3 are needed", Assert.Throws<ArgumentException>("bh", () => tensors.bh = tensors.by).Message);
        foreach (Action<Tensors> call in (Action<Tensors>[])[tensors.CopyFrom, other => tensors.Add(other), other => tensors.Dot(other)])
        {
            string message = Assert.Throws<ArgumentException>("other", () => call(new RnnParameters(5, 3, 4))).Message;
            Assert.Contains("Wxh 3 × 2, Whh 3 × 3, Why 4 × 3, bh 3 × 1, by 4 × 1 here, Wxh 3 × 5, Whh", message);
        }
    }

    private static RnnParameters Draw((int, int, int) sizes, NumPyRandom random) =>
        RnnParameters.Draw(sizes.Item1, sizes.Item2, sizes.Item3, random, scale: 1);
}
