#nullable enable
using System;

/// <summary>Marks a type that shows itself; .NET Interactive finds this attribute and its members by their names.</summary>
/// <param name="formatterSourceType">Has a constructor without parameters and <c>CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}
