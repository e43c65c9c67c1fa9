namespace MlOps;

/// <summary>What is wanted of an objective.</summary>
public enum MlGoal
{
    /// <summary>The smaller, the better.</summary>
    Minimize,

    /// <summary>The larger, the better.</summary>
    Maximize,
}
