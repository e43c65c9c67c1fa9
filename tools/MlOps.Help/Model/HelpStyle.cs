namespace MlOps.Help.Model;

/// <summary>How a piece of text is set.</summary>
public enum HelpStyle
{
    /// <summary>As the text around it.</summary>
    Plain,

    /// <summary>As something to type.</summary>
    Code,

    /// <summary>As a link to a cmdlet's page.</summary>
    Command,

    /// <summary>As a link to an address.</summary>
    Link,
}
