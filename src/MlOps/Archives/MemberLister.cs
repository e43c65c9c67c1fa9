using System.Threading.Channels;

namespace MlOps;

/// <summary>Hands the members that a pass finds to who lists them. The pass waits when he does not come along.</summary>
/// <param name="found">Takes the members.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class MemberLister(ChannelWriter<ArchiveMember> found, CancellationToken cancellationToken) : IMemberReceiver
{
    IContentWriter? IMemberReceiver.Begin(ArchiveMember member) => null;

    void IMemberReceiver.End(ArchiveMember member)
    {
        while (!found.TryWrite(member))
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
        }
    }
}
