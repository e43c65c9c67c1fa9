namespace MlOps.Help.Model;

/// <summary>Everything that the help of a cmdlet says.</summary>
public sealed record CommandHelp
{
    /// <summary>The cmdlet's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public required HelpBlock Synopsis { get; init; }

    /// <summary>What a user has to know.</summary>
    public required IReadOnlyList<HelpBlock> Description { get; init; }

    /// <summary>The ways to call it, the default one first.</summary>
    public required IReadOnlyList<SyntaxHelp> Syntax { get; init; }

    /// <summary>Its parameters, without the common ones.</summary>
    public required IReadOnlyList<ParameterHelp> Parameters { get; init; }

    /// <summary>What can be piped to it.</summary>
    public required IReadOnlyList<TypeHelp> Inputs { get; init; }

    /// <summary>What it writes.</summary>
    public required IReadOnlyList<TypeHelp> Outputs { get; init; }

    /// <summary>Its examples.</summary>
    public required IReadOnlyList<ExampleHelp> Examples { get; init; }

    /// <summary>Where to read on.</summary>
    public required IReadOnlyList<HelpRun> Links { get; init; }
}
