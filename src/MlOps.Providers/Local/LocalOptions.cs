using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>What <c>-ProviderOption</c> may say to the local provider.</summary>
/// <param name="StopGraceSeconds">Seconds between SIGTERM and SIGKILL.</param>
/// <param name="ContainerEngine"><c>docker</c> or <c>podman</c>; <see langword="null"/> for the first of them that works.</param>
/// <param name="ContainerOptions">Further arguments for the engine's <c>run</c>, put before the image.</param>
internal sealed record LocalOptions(double StopGraceSeconds, string? ContainerEngine, IReadOnlyList<string> ContainerOptions)
{
    /// <summary>SageMaker gives a job 120 s. At one's own desk ten are enough, as with <c>docker stop</c>.</summary>
    public const double DefaultStopGraceSeconds = 10;

    public static LocalOptions Read(IReadOnlyDictionary<string, object?> options)
    {
        var read = new LocalOptions(DefaultStopGraceSeconds, null, []);
        foreach (var (name, value) in options)
        {
            read = name.ToLowerInvariant() switch
            {
                "stopgraceseconds" => read with { StopGraceSeconds = Seconds(name, value) },
                "containerengine" => read with { ContainerEngine = Convert.ToString(value, CultureInfo.InvariantCulture) },
                "containeroption" => read with { ContainerOptions = Texts(value) },
                _ => throw new MlOpsException(
                    ErrorCode.InvalidArgument,
                    $"The local provider has no option '{name}'.",
                    "It knows StopGraceSeconds, ContainerEngine and ContainerOption.",
                    name),
            };
        }

        return read;
    }

    private static double Seconds(string name, object? value)
    {
        try
        {
            if (Convert.ToDouble(value, CultureInfo.InvariantCulture) is >= 0 and < 1e6 and var seconds)
            {
                return seconds;
            }
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            // Said below, as for a number out of range.
        }

        throw new MlOpsException(ErrorCode.InvalidArgument, $"The option '{name}' is '{value}', which is not a number of seconds.", "Give a number from 0 to 999999.", name);
    }

    private static IReadOnlyList<string> Texts(object? value) => value switch
    {
        null => [],
        string text => [text],
        System.Collections.IEnumerable items => [.. items.Cast<object?>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture) ?? "")],
        _ => [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""],
    };
}
