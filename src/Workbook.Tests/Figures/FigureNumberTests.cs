namespace Workbook.Tests;

public class FigureNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.031, "−0.031")]
    [InlineData(0.5678, "0.57")]
    [InlineData(9.96, "10")]
    [InlineData(0.00999, "0.01")]
    [InlineData(153.7, "150")]
    [InlineData(1024, "1,024")]
    [InlineData(-12000, "−12,000")]
    [InlineData(12345.6, "12,000")]
    [InlineData(3.5e36, "3.5 × 10³⁶")]
    [InlineData(-2e-7, "−2 × 10⁻⁷")]
    [InlineData(1e-12, "10⁻¹²")]
    [InlineData(9.99e-10, "10⁻⁹")]
    [InlineData(0.00012, "1.2 × 10⁻⁴")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Two_digits_a_true_minus_and_powers_of_ten(double value, string text) => Assert.Equal(text, FigureNumber.Text(value));

    [Theory]
    [InlineData(3.2e-17, "10⁻¹⁶")]
    [InlineData(-80, "10²")]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(12, "10")]
    public void The_nearest_power_of_ten(double value, string text) => Assert.Equal(text, FigureNumber.Magnitude(value));
}
