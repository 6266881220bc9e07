using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Tests;

/// <summary>What a host says of packages.</summary>
public sealed class PackageSetTests
{
    [Theory]
    [InlineData("known", "1.0.0", null)]
    [InlineData("Known", "", null)]
    [InlineData("extension", "9.9", null)]
    [InlineData("Known", "1.0.1", "the package Known is pinned at 1.0.0, not at 1.0.1.")]
    [InlineData("Absent", "2.0.0", "the package Absent is not among those this host carries (Known).")]
    [InlineData("Inner", "3.0.0", "the package Inner is not among those this host carries (Known).")]
    public void A_package_is_there_or_one_sentence_says_why_not(string name, string version, string? says) =>
        Assert.Equal(says, Host.WhyUnavailable(name, version));

    [Fact]
    public void A_package_brings_what_it_depends_on_and_each_only_once()
    {
        Assert.Equal(["MathNet.Numerics.dll"], Host.References("KNOWN").Select(reference => Path.GetFileName(reference.Path)));
        Assert.Empty(Host.References("Extension"));
    }

    // Types of one assembly, as two chains of compilations that share a reference to it have them, can be mixed, and do not fit then.
    [Fact]
    public void No_two_chains_of_compilations_share_what_the_compiler_makes_of_an_assembly()
    {
        var objects = ReferencedAssembly.FromFile(typeof(object).Assembly.Location);
        var kept = Enumerable.Range(0, 2).Select(_ => CSharpCompilation.Create("Chain", references: [objects.NewReference()])
            .GetSpecialType(SpecialType.System_DateTime)).ToList();
        Assert.Equal(2, kept.Distinct(SymbolEqualityComparer.Default).Count());
    }

    [Fact]
    public void Each_package_of_another_version_than_pinned_is_named() =>
        Assert.Equal(["Known 1.0.1 stands in for 1.0.0, which the package registry did not have."], Host.Substitutions);

    private static PackageSet Host => Bare.Host;
}
