using System.Globalization;
using System.Management.Automation.Host;

namespace MlOps.Shell.Hosting;

/// <summary>What the engine talks to: the user interface, and the wish to exit.</summary>
internal sealed class ShellHost(ShellUi ui) : PSHost
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;

    public override string Name => "mlops";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override ShellUi UI { get; } = ui;

    public override CultureInfo CurrentCulture => _culture;

    public override CultureInfo CurrentUICulture => _uiCulture;

    /// <summary>The code of <c>exit</c>, or null while nobody has called it.</summary>
    public int? RequestedExit { get; private set; }

    /// <summary>Runs a prompt within the running pipeline. Set by the prompt when there is one.</summary>
    public Action? NestedPrompt { get; set; }

    /// <summary>How many nested prompts are open.</summary>
    public int NestedPromptDepth { get; private set; }

    /// <summary>Whether the innermost nested prompt is to end.</summary>
    public bool NestedPromptEnds { get; private set; }

    public override void SetShouldExit(int exitCode)
    {
        if (NestedPromptDepth > 0)
        {
            NestedPromptEnds = true;
        }
        else
        {
            RequestedExit = exitCode;
        }
    }

    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null)
        {
            throw new InvalidOperationException("A nested prompt needs a terminal, and this session has none.");
        }

        NestedPromptDepth++;
        try
        {
            NestedPrompt();
        }
        finally
        {
            NestedPromptDepth--;
            NestedPromptEnds = false;
        }
    }

    public override void ExitNestedPrompt() => NestedPromptEnds = NestedPromptDepth > 0;

    public override void NotifyBeginApplication()
    {
        // A native program takes the terminal as it is.
    }

    public override void NotifyEndApplication()
    {
        // The prompt sets the terminal up again by itself.
    }
}
