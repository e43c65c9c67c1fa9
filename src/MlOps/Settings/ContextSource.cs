namespace MlOps;

/// <summary>Where a setting's value comes from; an earlier one beats a later one.</summary>
public enum ContextSource
{
    /// <summary>Set for this session with <c>Set-MlContext -Scope Session</c>.</summary>
    Session,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The saved file under <c>MLOPS_HOME</c>.</summary>
    User,

    /// <summary>A configuration file of the vendor's own tools.</summary>
    Vendor,

    /// <summary>Built in.</summary>
    Default,

    /// <summary>Nothing gives a value.</summary>
    None,
}
