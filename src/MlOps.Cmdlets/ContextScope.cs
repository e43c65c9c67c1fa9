namespace MlOps.Cmdlets;

/// <summary>How long a setting lasts.</summary>
public enum ContextScope
{
    /// <summary>Saved under <c>MLOPS_HOME</c>, for every session of this user.</summary>
    User,

    /// <summary>Until this session ends. It beats everything but a parameter.</summary>
    Session,
}
