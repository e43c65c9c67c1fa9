using System.Management.Automation;

namespace MlOps.Tests.Help;

/// <summary>A kind of box.</summary>
public enum SampleKind
{
    /// <summary>A box for <c>tea</c>.</summary>
    Tea,

    Coffee,
}

/// <summary>What base class of the sample there is.</summary>
public abstract class SampleBaseCommand : PSCmdlet
{
    /// <summary>Gets or sets the box's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByName", ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "ById", ValueFromPipelineByPropertyName = true)]
    [Alias("Box", "Label")]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>Replaced below.</summary>
    [Parameter]
    public virtual SwitchParameter Force { get; set; }
}

/// <summary>Opens a box; see <see cref="SampleOtherCommand"/> and <see cref="SampleKind"/>.</summary>
/// <remarks>
/// Loose text about <see cref="SampleBaseCommand.Name"/>, <see cref="Id"/> and <see langword="null"/>.
/// <para>With a <see href="https://example.com/">link</see> and a_b * &lt;c&gt;.</para>
/// <list type="bullet"><item>one</item><item><description>two</description></item></list>
/// </remarks>
/// <example>
/// <title>Open it</title>
/// <code>
/// Open-Sample 'a' |
///     ForEach-Object { $_ }
/// </code>
/// <para>Opens it.</para>
/// </example>
/// <example><title>Again</title><code><![CDATA[Open-Sample -Id 1 <# & #>]]></code></example>
/// <seealso cref="SampleOtherCommand"/>
/// <seealso href="https://example.com/boxes">Boxes</seealso>
[Cmdlet(VerbsCommon.Open, "Sample", DefaultParameterSetName = "ByName", SupportsShouldProcess = true)]
[OutputType(typeof(SampleKind))]
public sealed class SampleCommand : SampleBaseCommand
{
    /// <summary>Gets or sets the box's number.</summary>
    /// <remarks>Counted from one.</remarks>
    [Parameter(Mandatory = true, ParameterSetName = "ById")]
    public int? Id { get; set; }

    /// <summary>Gets or sets the kind.</summary>
    [Parameter]
    [PSDefaultValue(Help = "what the box says")]
    public SampleKind Kind { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public override SwitchParameter Force { get; set; }
}

/// <summary>Closes a box.</summary>
[Cmdlet(VerbsCommon.Close, "Sample")]
public sealed class SampleOtherCommand : Cmdlet;
