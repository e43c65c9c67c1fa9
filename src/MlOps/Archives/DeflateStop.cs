namespace MlOps;

/// <summary>Why the decoding of a block's symbols has stopped.</summary>
internal enum DeflateStop
{
    /// <summary>More input is needed.</summary>
    Input,

    /// <summary>The output has reached its limit.</summary>
    Output,

    /// <summary>The block has ended.</summary>
    EndOfBlock,

    /// <summary>There was a code or a symbol for a literal or a length that is none.</summary>
    BadLiteral,

    /// <summary>There was a code or a symbol for a distance that is none.</summary>
    BadDistance,

    /// <summary>There was a distance to before the beginning.</summary>
    TooFar,
}
