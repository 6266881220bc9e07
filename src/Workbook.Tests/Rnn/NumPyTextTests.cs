using System.Globalization;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace Workbook.Tests;

/// <summary>What NumPy 1.24 prints of the same arrays.</summary>
public class NumPyTextTests
{
    [Fact]
    public void Eight_decimals_with_the_zeros_at_the_end_left_blank() => Assert.Equal(
        "[[ 1.         -0.25      ]\n [ 0.33333333 12.5       ]]",
        NumPyText.Of(Matrix<double>.Build.DenseOfArray(new[,] { { 1, -0.25 }, { 1 / 3.0, 12.5 } })));

    [Fact]
    public void Scientific_below_a_ten_thousandth() => Assert.Equal(
        "[[ 1.00000000e+00 -2.50000000e-05]\n [ 3.33333333e-01  0.00000000e+00]]",
        NumPyText.Of(Matrix<double>.Build.DenseOfArray(new[,] { { 1, -0.000025 }, { 1 / 3.0, 0 } })));

    [Fact]
    public void Scientific_where_one_is_a_thousand_times_another() => Assert.Equal(
        "[[2.0e+00]\n [2.5e+03]]", NumPyText.Of(Vector<double>.Build.Dense([2.0, 2500])));

    [Fact]
    public void A_column_for_a_vector_and_words_for_what_is_no_number() => Assert.Equal(
        "[[ 0.5]\n [ nan]\n [-inf]]", NumPyText.Of(Vector<double>.Build.Dense([0.5, double.NaN, double.NegativeInfinity])));

    [Fact]
    public void The_printed_gradient_of_the_original()
    {
        var rows = File.ReadLines(Repository.Reference("printed-whh-gradient.csv")).Select(line => line.Split(',').Select(double.Parse));
        var printed = Matrix<double>.Build.DenseOfRows(rows);
        string[] lines = NumPyText.Of(printed).Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.Equal("[[ 0.01020338 -0.01228859  0.01589812  0.01646996 -0.0136547   0.01322151  0.0056276 ]", lines[0]);
        Assert.Equal(" [-0.02656744  0.03174418 -0.04163379 -0.04297473  0.03560432 -0.03469316 -0.01473129]]", lines[6]);
    }

    [Fact]
    public void As_a_cell_shows_it_the_rows_are_wrapped_and_numbers_have_commas()
    {
        string shown = NumPyText.Repr(Matrix<double>.Build.Dense(2, 7, (i, j) => (i - 0.5) * (j + 1) / 3));
        Assert.Equal(
            """
            array([[-0.16666667, -0.33333333, -0.5       , -0.66666667, -0.83333333,
                    -1.        , -1.16666667],
                   [ 0.16666667,  0.33333333,  0.5       ,  0.66666667,  0.83333333,
                     1.        ,  1.16666667]])
            """, shown, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("[[0.00195312]\n [1.        ]]", 0.001953125, 1)]      // a tie, to the even digit
    [InlineData("[[0.00585938]\n [1.        ]]", 0.005859375, 1)]
    [InlineData("[[9.99999999]\n [1.        ]]", 9.999999995, 1)]      // just below a tie
    [InlineData("[[12345678.12345678]\n [12345678.        ]]", 12345678.12345678, 12345678)]
    [InlineData("[[5.e-324]\n [0.e+000]]", double.Epsilon, 0)]
    [InlineData("[[1.e-005]\n [1.e+100]]", 1e-5, 1e100)]
    [InlineData("[[1.0e-12]\n [1.5e+00]]", 99999999.99999999e-20, 1.5)]
    [InlineData("[[-0.]\n [ 0.]]", -0.0, 0)]
    [InlineData("[[   1.]\n [1000.]]", 1, 1000)]                       // no more than a thousand times
    public void As_many_digits_as_the_number_needs(string printed, double first, double second) =>
        Assert.Equal(printed, NumPyText.Of(Vector<double>.Build.Dense([first, second])));

    // Numbers near what is hard to print: ties, powers of ten, whole numbers of many digits, the largest and smallest there are.
    private static Matrix<double> Hard(NumPyRandom random)
    {
        int kind = (int)(6 * random.NextDouble());
        return Matrix<double>.Build.Dense(2, 2, (_, _) =>
        {
            double u = random.NextDouble(), power = Math.Pow(10, Math.Floor(20 * random.NextDouble()) - 10);
            return (random.NextDouble() < 0.5 ? -1 : 1) * kind switch
            {
                0 => Math.Floor(1e6 * u) / 512,
                1 => Math.BitDecrement(power) * (1 + (u < 0.5 ? 0 : 1e-9)),
                2 => Math.Floor(1e8 * u) + 0.123456785,
                3 => u * power * Math.Pow(2, -Math.Floor(1040 * random.NextDouble())),
                4 => Math.Round(u, 9),
                _ => u < 0.2 ? 0 : Math.Round(u * 1000) * power,
            };
        });
    }

    [Fact]
    public async Task Both_forms_are_NumPys_own()
    {
        var random = new NumPyRandom(3);
        Matrix<double>[] arrays =
        [
            random.Randn(7, 7) * 0.01, random.Randn(5, 3), random.Randn(1, 40), random.Randn(2, 13) * 1e-5, random.Randn(3, 1) * 1e9,
            .. Enumerable.Range(0, 150).Select(_ => Hard(random)),
            random.Randn(4, 6).Map(Math.Round), random.Randn(3, 5).Map(value => value < 0 ? double.NaN : value), random.Randn(6, 2) * 100,
        ];
        string texts = JsonSerializer.Serialize(arrays.Select(array => array.ToRowArrays()
            .Select(row => row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
        string printed = await Python.RunAsync("numpy", """
            import json, sys, numpy
            for rows in json.loads(sys.argv[1]):
                array = numpy.array([[float(value) for value in row] for row in rows])
                print(repr(array)); print(numpy.array2string(array, max_line_width=1000))
            """, texts);
        Assert.Equal(printed.TrimEnd(), string.Join("\n", arrays.Select(array => NumPyText.Repr(array) + "\n" + NumPyText.Of(array))));
    }
}
