using System.ComponentModel;
using System.Diagnostics;

namespace MlOps.Providers.Local;

/// <summary>Docker or podman, whichever is there and answers.</summary>
internal static class ContainerEngine
{
    /// <summary>The engines that local jobs can use, the preferred one first.</summary>
    public static readonly IReadOnlyList<string> Known = ["docker", "podman"];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Finds an engine that can run a container now.</summary>
    /// <param name="wanted">The one that was asked for; <see langword="null"/> for any.</param>
    /// <returns>Its program.</returns>
    /// <exception cref="MlOpsException">None can; the message says what each of them answered.</exception>
    public static string Find(string? wanted)
    {
        if (wanted is not null && !Known.Contains(wanted))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"'{wanted}' is not a container engine that local jobs can use.", "Give 'docker' or 'podman' as ContainerEngine.", wanted);
        }

        var reasons = new List<string>();
        foreach (var engine in wanted is null ? Known : [wanted])
        {
            if (WhyNot(engine) is not { } reason)
            {
                return engine;
            }

            reasons.Add(reason);
        }

        throw new MlOpsException(
            ErrorCode.NotConfigured,
            $"An image needs a container engine, and none can be used: {string.Join("; ", reasons)}.",
            "Install and start docker or podman, or leave -Image out to run the command as a process.");
    }

    /// <summary>Why an engine cannot be used.</summary>
    /// <returns>The reason; <see langword="null"/> when it can.</returns>
    public static string? WhyNot(string engine)
    {
        try
        {
            // "version" of the client alone succeeds without an engine; its server's version does not.
            using var process = Process.Start(new ProcessStartInfo(engine, ["version", "--format", "{{.Server.Version}}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill(entireProcessTree: true);
                return $"{engine} does not answer";
            }

            _ = output.GetAwaiter().GetResult();
            return process.ExitCode == 0 ? null : $"{engine} says \"{FirstLine(error.GetAwaiter().GetResult())}\"";
        }
        catch (Win32Exception)
        {
            return $"{engine} is not installed";
        }
    }

    private static string FirstLine(string text) => TerminalText.Clean(text.Trim().Split('\n')[0]).TrimEnd('.');
}
