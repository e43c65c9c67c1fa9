namespace MlOps.StandIn.Storage;

/// <summary>What goes wrong with a request of a store.</summary>
public enum StorageFaultKind
{
    /// <summary>It is refused with a status: 500, 503 (SlowDown or backendError), 429, 403 … and has no effect. 200 is an error in an answer that looks good, as S3 has it for what takes long.</summary>
    Status,

    /// <summary>The connection is reset when the answer's body has been written up to a byte. What was under way is lost too: fewer bytes arrive. What was asked for has been done.</summary>
    Reset,

    /// <summary>The connection is closed at a byte of the answer's body: so many bytes arrive, and not as many as were announced. What was asked for has been done.</summary>
    Cut,

    /// <summary>The connection is cut at a byte of the request's body, which has no effect (but for what an upload keeps that goes on).</summary>
    ResetUpload,

    /// <summary>What was asked for is done, and the connection is cut before the answer.</summary>
    LoseAnswer,

    /// <summary>Nothing comes for a while at a byte of the answer's body.</summary>
    Stall,

    /// <summary>Nothing happens for a while before the request is looked at.</summary>
    Delay,

    /// <summary>The answer's body comes slowly.</summary>
    Slow,

    /// <summary>Another range is answered than was asked for, and said to be answered.</summary>
    OtherRange,

    /// <summary>Another range is answered than was asked for, and said to be the one.</summary>
    FalseRange,

    /// <summary>A range is not looked at: the whole object is answered, with 200.</summary>
    IgnoreRange,

    /// <summary>More bytes are announced than come.</summary>
    LongLength,

    /// <summary>Fewer bytes are announced than there are, and no more come.</summary>
    ShortLength,

    /// <summary>No number of bytes is announced.</summary>
    NoLength,

    /// <summary>A byte of the answer's body is another one.</summary>
    Corrupt,

    /// <summary>A byte of the request's body is another one when it arrives.</summary>
    CorruptUpload,

    /// <summary>Before the request is looked at, its object is replaced by another of the same size.</summary>
    Replace,

    /// <summary>Before the request is looked at, its object is deleted.</summary>
    Delete,
}
