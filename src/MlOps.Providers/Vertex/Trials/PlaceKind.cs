namespace MlOps.Providers.Vertex.Trials;

/// <summary>A place in a line that takes no character.</summary>
internal enum PlaceKind
{
    /// <summary>The beginning of the line.</summary>
    Start,

    /// <summary>Its end.</summary>
    End,

    /// <summary>Where a word begins or ends.</summary>
    WordEdge,

    /// <summary>Anywhere else.</summary>
    NotWordEdge,
}
