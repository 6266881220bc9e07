using Markdig;

namespace Workbook.Book.Mathematics;

/// <summary>What has Markdig find formulas and write them as MathML.</summary>
public static class MathMlPipeline
{
    /// <summary>Formulas are found between dollar signs. Writing one that cannot be drawn throws a <see cref="TexException"/>.</summary>
    public static MarkdownPipelineBuilder UseMathMl(this MarkdownPipelineBuilder pipeline) =>
        pipeline.UseMathematics().Use<MathMlExtension>();
}
