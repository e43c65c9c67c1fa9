using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using MlOps.Shell.Interactive;

namespace MlOps.Shell.Hosting;

/// <summary>Asks whoever sits there. Where nobody does, a question is an error: a scheduled script must not wait for ever.</summary>
internal sealed class Questions(bool nonInteractive)
{
    /// <summary>Reads one line.</summary>
    public string ReadLine(string prompt) => Read(prompt, masked: false);

    /// <summary>Reads one line that is not to be seen.</summary>
    public SecureString ReadSecret(string prompt)
    {
        var secret = new SecureString();
        foreach (var character in Read(prompt, masked: true))
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Asks for values, as for mandatory parameters that are missing.</summary>
    public Dictionary<string, PSObject> Fields(ShellUi ui, string caption, string message, Collection<FieldDescription> descriptions)
    {
        Refuse(descriptions.Count > 0 ? $"a value for {string.Join(", ", descriptions.Select(d => d.Name))}" : message);
        WriteHeading(ui, caption, message);
        return descriptions.ToDictionary(d => d.Name, Field);
    }

    /// <summary>Asks for one of several answers.</summary>
    public int Choice(ShellUi ui, string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Refuse($"an answer to '{message}'");
        WriteHeading(ui, caption, message);
        var labels = choices.Select(c => new ChoiceLabel(c.Label)).ToArray();
        var offer = string.Join("  ", labels.Select(l => $"[{l.Key}] {l.Text}"));
        var preset = defaultChoice >= 0 ? $" (default is \"{labels[defaultChoice].Key}\")" : "";
        while (true)
        {
            var answer = ReadLine($"{offer}  [?] Help{preset}: ").Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            if (answer == "?")
            {
                for (var i = 0; i < labels.Length; i++)
                {
                    ui.WriteLine($"{labels[i].Key} - {choices[i].HelpMessage}");
                }

                continue;
            }

            var chosen = Array.FindIndex(labels, l => l.Matches(answer));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    /// <summary>Asks for a name and a password.</summary>
    public PSCredential Credential(ShellUi ui, string caption, string message, string userName)
    {
        Refuse("a password");
        WriteHeading(ui, caption, message);
        var name = string.IsNullOrEmpty(userName) ? ReadLine("User: ") : userName;
        return new PSCredential(name, ReadSecret($"Password for user {name}: "));
    }

    private PSObject Field(FieldDescription description)
    {
        var type = Type.GetType(description.ParameterAssemblyFullName) ?? typeof(string);
        if (type == typeof(SecureString))
        {
            return PSObject.AsPSObject(ReadSecret(description.Name + ": "));
        }

        if (!type.IsArray)
        {
            return PSObject.AsPSObject(ReadLine(description.Name + ": "));
        }

        // A list ends with an empty line.
        var values = new List<string>();
        while (ReadLine($"{description.Name}[{values.Count}]: ") is { Length: > 0 } value)
        {
            values.Add(value);
        }

        return PSObject.AsPSObject(values.ToArray());
    }

    private string Read(string prompt, bool masked)
    {
        Refuse(prompt.Length > 0 ? $"an answer to '{prompt.Trim().TrimEnd(':')}'" : "a line of input");
        using var terminal = new ConsoleTerminal();
        return new LineEditor(terminal) { Masked = masked }.ReadLine(prompt) switch
        {
            { Outcome: ReadOutcome.Line } read => read.Text,
            _ => throw new PipelineStoppedException(),
        };
    }

    private void Refuse(string what)
    {
        if (nonInteractive)
        {
            throw new PSInvalidOperationException($"This needs {what}, and nobody is there to ask: the session has no terminal or runs with -NonInteractive.");
        }
    }

    private static void WriteHeading(ShellUi ui, params string[] lines)
    {
        foreach (var line in lines.Where(l => !string.IsNullOrEmpty(l)))
        {
            ui.WriteLine(line);
        }
    }
}
