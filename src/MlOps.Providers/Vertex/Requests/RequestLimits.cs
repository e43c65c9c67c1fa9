using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Trials;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>What Vertex AI allows (google.cloud.aiplatform.v1, the reference of CustomJob and what is in it), so that nothing is sent that it would refuse.</summary>
internal static partial class RequestLimits
{
    // Not the service's, but of the system below every container: Linux starts no program with a longer text (MAX_ARG_STRLEN, with the zero at its end).
    private const int LongestText = 131071;

    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: something is too long, too many or not of the form; the message names it, its size and the limit.</exception>
    public static void Check(CustomJobSpec job, EncryptionSpec? encryption)
    {
        Account(job.ServiceAccount);
        Form("The network", job.Network, NetworkPattern(), "Give its name in full: projects/PROJECT-NUMBER/global/networks/NAME.");
        Form("The encryption key", encryption?.KmsKeyName, KeyPattern(), "Give its name in full: projects/P/locations/L/keyRings/R/cryptoKeys/K. It has to be in the job's region.");
        Seconds("MaxRuntime", job.Scheduling?.Timeout);
        Seconds("MaxWait", job.Scheduling?.MaxWaitDuration);
        foreach (var pool in job.WorkerPoolSpecs ?? [])
        {
            Number("The volume's size in GB", pool.DiskSpec?.BootDiskSizeGb, 100, 64000);
            Container(pool.ContainerSpec);
        }
    }

    /// <exception cref="MlOpsException">There is no machine, or fewer.</exception>
    public static void Instances(int count) => Number("InstanceCount", count, 1, int.MaxValue);

    private static void Container(ContainerSpec? container)
    {
        Texts("Command element", TrialScript.Split(CodeCopy.Split(container?.Command ?? []).Command));
        Texts("Argument", container?.Args);
        if (container?.Env is { Count: > 100 } variables)
        {
            throw Refused(
                $"The job has {Shown(variables.Count)} environment variables; Vertex AI allows 100.",
                "Those of MlOps are counted too: one for each input channel, seven more, and up to three that keep hyperparameters, patterns of metrics and input channels.",
                variables.Count);
        }

        foreach (var variable in container?.Env ?? [])
        {
            Length($"Environment variable '{variable.Name}'", $"{variable.Name}={variable.Value}");
        }
    }

    private static void Texts(string what, IReadOnlyList<string>? texts)
    {
        for (var i = 0; i < texts?.Count; i++)
        {
            Length($"{what} {Shown(i + 1)}", texts[i]);
        }
    }

    private static void Length(string what, string text)
    {
        if (Encoding.UTF8.GetByteCount(text) is var length && length > LongestText)
        {
            throw Refused($"{what} has {Shown(length)} bytes; no program can be started with more than {Shown(LongestText)}.", "Put it into a file of an input channel.", what);
        }
    }

    private static void Account(string? account) => Form(
        "The service account",
        account,
        AccountPattern(),
        account?.StartsWith("arn:", StringComparison.Ordinal) == true
            ? "That is a role of AWS. A service account looks like trainer@my-project.iam.gserviceaccount.com."
            : "A service account looks like trainer@my-project.iam.gserviceaccount.com.");

    private static void Form(string what, string? text, Regex form, string rule)
    {
        if (text is not null && !form.IsMatch(text))
        {
            throw Refused($"{what} is '{TerminalText.Clean(text)}', which Vertex AI does not allow.", rule, text);
        }
    }

    private static void Seconds(string what, TimeSpan? time)
    {
        if (time <= TimeSpan.Zero)
        {
            throw Refused($"{what} in seconds is {Shown((int)time.Value.TotalSeconds)}; Vertex AI allows 1 or more.", "", time);
        }
    }

    private static void Number(string what, int? number, int least, int most)
    {
        if (number < least || number > most)
        {
            throw Refused($"{what} is {Shown(number.Value)}; Vertex AI allows {(most == int.MaxValue ? $"{Shown(least)} or more" : $"{Shown(least)} to {Shown(most)}")}.", "", number);
        }
    }

    private static MlOpsException Refused(string message, string action, object? target) => new(ErrorCode.InvalidArgument, message, action, target);

    private static string Shown(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[^\s@/]+@[^\s@/]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountPattern();

    [GeneratedRegex(@"\Aprojects/[0-9]+/global/networks/[a-z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NetworkPattern();

    [GeneratedRegex(@"\Aprojects/[^/\s]+/locations/[^/\s]+/keyRings/[^/\s]+/cryptoKeys/[^/\s]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();
}
