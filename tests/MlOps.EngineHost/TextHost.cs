using System.Globalization;
using System.Management.Automation.Host;

namespace MlOps.EngineHost;

/// <summary>A host that writes to the standard streams and asks nothing.</summary>
/// <param name="width">How many columns tables may take.</param>
internal sealed class TextHost(int width) : PSHost
{
    public int ExitCode { get; private set; }

    public override string Name => "MlOps.EngineHost";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI { get; } = new TextHostUI(width);

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
