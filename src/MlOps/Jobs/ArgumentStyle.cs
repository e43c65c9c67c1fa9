namespace MlOps;

/// <summary>How a hyperparameter becomes arguments.</summary>
public enum ArgumentStyle
{
    /// <summary>Two arguments: <c>--lr 0.1</c>.</summary>
    Space,

    /// <summary>One argument: <c>--lr=0.1</c>.</summary>
    Equals,
}
