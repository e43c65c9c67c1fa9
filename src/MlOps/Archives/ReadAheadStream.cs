using System.Buffers;

namespace MlOps;

/// <summary>
/// Reads an object of a store forward while the next ranges are fetched side by side. A range whose connection is cut is gone on with at that byte. For one thread, which waits when nothing is there yet.
/// </summary>
internal sealed class ReadAheadStream : ForwardStream
{
    // What is asked for beyond what was thought to be needed.
    private const int MoreRange = 256 << 10;

    // Threads come and go with every archive. Buffers that stay with a thread would pile up, so these stay with nobody.
    private static readonly ArrayPool<byte> s_buffers = ArrayPool<byte>.Create(4 << 20, 8);

    private readonly IObjectStore _store;
    private readonly StoredObject _object;
    private readonly ReadAheadPlan _plan;
    private readonly Action<int>? _fetched;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _end;
    private readonly Queue<Range> _ranges = new();
    private readonly OrderedHash? _hash;
    private int _rangeSize;
    private long _next;
    private Range? _current;
    private int _taken;

    /// <summary>Begins to fetch.</summary>
    /// <param name="store">The store.</param>
    /// <param name="source">The object.</param>
    /// <param name="plan">What to fetch of it.</param>
    /// <param name="fetched">Is told how many bytes have come, from any thread.</param>
    /// <param name="hash">Takes all bytes, in their order.</param>
    /// <param name="clock">What pauses are measured with.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public ReadAheadStream(IObjectStore store, StoredObject source, ReadAheadPlan plan, Action<int>? fetched, OrderedHash? hash, TimeProvider clock, CancellationToken cancellationToken)
    {
        (_store, _object, _plan, _fetched, _hash, _clock) = (store, source, plan, fetched, hash, clock);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _next = plan.From;
        _rangeSize = plan.FirstRange;
        FetchAhead();
    }

    /// <summary>The next bytes that are at hand, without taking them. Waits until there are some.</summary>
    /// <returns>The bytes; none at the end.</returns>
    public ReadOnlySpan<byte> Peek()
    {
        while (_current is null || _taken == _current.Length)
        {
            if (!Advance())
            {
                return [];
            }
        }

        return _current.Buffer.AsSpan(_taken, _current.Length - _taken);
    }

    /// <summary>Takes the next bytes that are at hand. Waits until there are some.</summary>
    /// <param name="most">How many at most.</param>
    /// <returns>The bytes, valid until the next call; none at the end.</returns>
    public ReadOnlySpan<byte> Take(int most)
    {
        var bytes = Peek();
        bytes = bytes[..Math.Min(most, bytes.Length)];
        _taken += bytes.Length;
        return bytes;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var bytes = Take(buffer.Length);
        bytes.CopyTo(buffer);
        return bytes.Length;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Whoever still writes to a buffer has to be through before it goes back.
            _end.Cancel();
            while (_current is not null || _ranges.Count > 0)
            {
                Release();
                _ranges.TryDequeue(out _current);
            }

            _end.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Advance()
    {
        Release();
        if (_ranges.Count == 0 && _next < _plan.To)
        {
            Fetch(Math.Min(_next + MoreRange, _plan.To));
        }

        if (!_ranges.TryDequeue(out _current))
        {
            return false;
        }

        FetchAhead();
        _taken = 0;
        _current.Fetching.GetAwaiter().GetResult();
        if (_hash is not null)
        {
            var current = _current;
            current.Hashing = Task.Run(() => _hash.Append(current.Buffer.AsSpan(0, current.Length)));
        }

        return true;
    }

    private void FetchAhead()
    {
        while (_next < _plan.Sure && _ranges.Count < _plan.Ahead)
        {
            Fetch(_plan.Sure);
        }
    }

    private void Fetch(long end)
    {
        var length = (int)Math.Min(_rangeSize, end - _next);
        var range = new Range(_next, s_buffers.Rent(Math.Max(length, _plan.LargestRange)), length);
        range.Fetching = Task.Run(() => FetchAsync(range));
        _ranges.Enqueue(range);
        _next += length;
        _rangeSize = Math.Min(2 * _rangeSize, _plan.LargestRange);
    }

    private async Task FetchAsync(Range range)
    {
        try
        {
            var stream = await SourceStream.OpenAsync(_store, _object, range.Offset, range.Length, null, _clock, _end.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                for (var filled = 0; filled < range.Length;)
                {
                    var read = await stream.ReadAsync(range.Buffer.AsMemory(filled, range.Length - filled), _end.Token).ConfigureAwait(false);
                    filled += read;
                    _fetched?.Invoke(read);
                }
            }
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Conflict)
        {
            throw new MlOpsException(
                ErrorCode.Conflict,
                $"'{TerminalText.Clean(_object.Location.ToString())}' was replaced by another object while it was read.",
                "Run it again: it begins anew with what is there now.",
                _object.Location,
                e);
        }
    }

    private void Release()
    {
        if (_current is not { } range)
        {
            return;
        }

        _current = null;
        Task.WhenAll(range.Fetching, range.Hashing).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).GetAwaiter().GetResult();
        s_buffers.Return(range.Buffer);
    }

    private sealed class Range(long offset, byte[] buffer, int length)
    {
        public long Offset => offset;

        public byte[] Buffer => buffer;

        public int Length => length;

        public Task Fetching { get; set; } = Task.CompletedTask;

        public Task Hashing { get; set; } = Task.CompletedTask;
    }
}
