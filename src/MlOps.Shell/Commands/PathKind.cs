namespace MlOps.Shell.Commands;

/// <summary>What a path leads to.</summary>
public enum PathKind
{
    /// <summary>Whatever it is.</summary>
    Any,

    /// <summary>Something that holds other things, as a folder.</summary>
    Container,

    /// <summary>Something that does not, as a file.</summary>
    Leaf,
}
