using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MlOps.Cmdlets.Binding;

/// <summary>Where input data or code is: a store's address as it stands, a path from PowerShell's current location, which the process does not share.</summary>
internal static partial class InputLocation
{
    public static Dictionary<string, string> Resolve(IReadOnlyDictionary<string, string> locations, PathIntrinsics paths) =>
        locations.ToDictionary(entry => entry.Key, entry => Resolve(entry.Key, entry.Value, paths));

    public static string Resolve(string location, PathIntrinsics paths) => Address().IsMatch(location) ? location : paths.GetUnresolvedProviderPathFromPSPath(location);

    private static string Resolve(string channel, string location, PathIntrinsics paths) => location.Length > 0
        ? Resolve(location, paths)
        : throw new MlOpsException(ErrorCode.InvalidArgument, $"The input channel '{channel}' has no location.", "Give a path, s3://… or gs://….", channel);

    [GeneratedRegex("^[a-z][a-z0-9+.-]+://", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
