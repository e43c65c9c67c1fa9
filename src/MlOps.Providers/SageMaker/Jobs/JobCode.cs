using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Requests;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>A job's command and channels, without what its request has in them for its code.</summary>
/// <param name="Command">The command that its user gave.</param>
/// <param name="Uri">Where the code is; empty for a job without.</param>
/// <param name="OtherChannels">The channels that its user gave.</param>
internal sealed record JobCode(IReadOnlyList<string> Command, string Uri, IReadOnlyList<Channel> OtherChannels)
{
    /// <summary>Tells them apart. A channel that is called as the code's is an input, unless the command copies code out of it.</summary>
    public static JobCode Of(IReadOnlyList<string> entrypoint, IReadOnlyList<Channel>? channels)
    {
        channels ??= [];
        var (command, folder) = CodeCopy.Split(entrypoint);
        return folder == SageMakerPaths.Code && channels.FirstOrDefault(channel => channel.ChannelName == InputChannels.Code) is { } code
            ? new(command, TerminalText.Clean(code.DataSource?.S3DataSource?.S3Uri ?? ""), [.. channels.Where(channel => channel != code)])
            : new(entrypoint, "", channels);
    }
}
