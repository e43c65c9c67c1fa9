namespace MlOps.StandIn.Storage;

/// <summary>Holds bytes back so that no more pass in a second than may.</summary>
internal sealed class BytePacer
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(20);
    private readonly Lock _gate = new();
    private DateTime _free;

    /// <summary>How many bytes should be taken at once for a rate.</summary>
    public static int PieceOf(long bytesPerSecond) => (int)Math.Clamp(bytesPerSecond / 50, 1, 128 * 1024);

    /// <summary>Waits until some bytes may pass.</summary>
    public async ValueTask TakeAsync(long bytes, long bytesPerSecond, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = DateTime.UtcNow;
            _free = (_free > now - Burst ? _free : now - Burst) + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
            wait = _free - now;
        }

        if (wait > TimeSpan.FromMilliseconds(1))
        {
            await Task.Delay(wait, cancellation);
        }
    }
}
