namespace MlOps;

/// <summary>Counts what a transfer has done and tells it, a few times a second at most and always at the end. May be called from several threads at once.</summary>
public sealed class TransferMeter
{
    private const long MillisecondsBetween = 100;

    // Smaller ones are through before anybody could read their names.
    private const long LargeSize = 64 << 20;

    private readonly IProgress<TransferProgress>? _progress;
    private readonly SortedDictionary<int, Running> _large = [];
    private readonly Lock _lock = new();
    private int _filesDone;
    private int _filesTotal;
    private long _bytesDone;
    private long _bytesTotal;
    private long _bytesMoved;
    private long _nextReport;
    private bool _isListing = true;

    /// <summary>Makes a meter.</summary>
    /// <param name="progress">Is told how far the transfer is; <see langword="null"/> for nobody.</param>
    public TransferMeter(IProgress<TransferProgress>? progress) => _progress = progress;

    /// <summary>An object has become known.</summary>
    /// <param name="bytes">Its size.</param>
    public void Expect(long bytes)
    {
        Interlocked.Increment(ref _filesTotal);
        Interlocked.Add(ref _bytesTotal, bytes);
    }

    /// <summary>No more objects will become known.</summary>
    public void EndListing()
    {
        _isListing = false;
        Report(force: false);
    }

    /// <summary>An object is begun.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <returns>What counts its bytes. It is disposed of when the object is through.</returns>
    public Running Begin(string name, long size)
    {
        var running = new Running(this, name, size);
        if (size >= LargeSize)
        {
            lock (_lock)
            {
                running.Id = Enumerable.Range(1, int.MaxValue - 1).First(id => !_large.ContainsKey(id));
                _large.Add(running.Id, running);
            }
        }

        return running;
    }

    /// <summary>Bytes have come through the network that count for no object of their own.</summary>
    /// <param name="bytes">How many.</param>
    public void Move(long bytes)
    {
        Interlocked.Add(ref _bytesMoved, bytes);
        Report(force: false);
    }

    private void End(Running running)
    {
        Interlocked.Increment(ref _filesDone);
        if (running.Id > 0)
        {
            lock (_lock)
            {
                _large.Remove(running.Id);
            }
        }

        Report(force: !_isListing && _filesDone == _filesTotal);
    }

    private void Report(bool force)
    {
        var now = Environment.TickCount64;
        var next = Volatile.Read(ref _nextReport);
        if (_progress is null || (!force && (now < next || Interlocked.CompareExchange(ref _nextReport, now + MillisecondsBetween, next) != next)))
        {
            return;
        }

        FileProgress[] large;
        lock (_lock)
        {
            large = [.. _large.Values.Select(one => new FileProgress(one.Id, one.Name, one.Done, one.Size))];
        }

        _progress.Report(new()
        {
            FilesDone = _filesDone,
            FilesTotal = _filesTotal,
            BytesDone = Interlocked.Read(ref _bytesDone),
            BytesTotal = Interlocked.Read(ref _bytesTotal),
            BytesMoved = Interlocked.Read(ref _bytesMoved),
            IsListing = _isListing,
            Large = large,
        });
    }

    /// <summary>Counts the bytes of one object.</summary>
    public sealed class Running : IDisposable
    {
        private readonly TransferMeter _meter;
        private long _done;

        internal Running(TransferMeter meter, string name, long size)
        {
            _meter = meter;
            Name = name;
            Size = size;
        }

        internal int Id { get; set; }

        internal string Name { get; }

        internal long Size { get; }

        internal long Done => Math.Min(Size, Interlocked.Read(ref _done));

        /// <summary>Bytes have come.</summary>
        /// <param name="bytes">How many.</param>
        public void Add(long bytes)
        {
            AddDone(bytes);
            _meter.Move(bytes);
        }

        /// <summary>Bytes are there already.</summary>
        /// <param name="bytes">How many; below zero when what was there is of no use.</param>
        public void AddDone(long bytes)
        {
            Interlocked.Add(ref _done, bytes);
            Interlocked.Add(ref _meter._bytesDone, bytes);
        }

        /// <summary>The object begins anew.</summary>
        public void Restart() => AddDone(-Interlocked.Read(ref _done));

        /// <summary>The object is through. What is missing of it counts as done.</summary>
        public void Dispose()
        {
            AddDone(Size - Interlocked.Read(ref _done));
            _meter.End(this);
        }
    }
}
