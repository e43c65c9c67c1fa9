using System.Globalization;

namespace MlOps.StandIn.Storage;

/// <summary>Makes a table of objects of command-line options.</summary>
internal static class StorageArguments
{
    public const string Usage = "store [--bucket NAME]... [--folder NAME=PATH]... [--object BUCKET/KEY=BYTES]... [--objects BUCKET/PREFIX=COUNTxBYTES]... [--latency MS] [--rate BYTES] [--rate-of-request BYTES] "
        + "[--page-size N] [--keep memory|disk|discard] [--bodies-folder PATH] [--reserve BYTES] [--no-md5] [--no-payload-hash] [--keep-calls] [--no-warm] [--port N]";

    public static (ObjectTable Table, StorageOptions Options, bool KeepsCalls, int Port) Read(ReadOnlySpan<string> arguments)
    {
        var (table, options, keepsCalls, isWarm, port) = (new ObjectTable(), new StorageOptions(), false, true, 0);
        while (arguments is [var name, .. var rest])
        {
            arguments = rest;
            switch (name)
            {
                case "--no-md5":
                    options.ComputesMd5 = false;
                    continue;
                case "--no-payload-hash":
                    options.ChecksPayloadHash = false;
                    continue;
                case "--keep-calls":
                    keepsCalls = true;
                    continue;
                case "--no-warm":
                    isWarm = false;
                    continue;
            }

            var value = rest is [var next, ..] ? next : throw new ArgumentException($"{name} needs a value.");
            arguments = rest[1..];
            long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
            (string First, string Second) Pair(string text, char sign) => text.Split(sign, 2) is [var first, var second] ? (first, second) : throw new ArgumentException($"{name} needs {sign} in its value.");
            switch (name)
            {
                case "--bucket":
                    table.AddBucket(value);
                    break;
                case "--folder":
                    var (bucket, path) = Pair(value, '=');
                    table.AddFolder(bucket, path);
                    break;
                case "--object":
                    var (place, size) = Pair(value, '=');
                    table.Put(Pair(place, '/').First, Pair(place, '/').Second, new PatternBlob(Number(size)));
                    break;
                case "--objects":
                    var (where, what) = Pair(value, '=');
                    var (count, each) = Pair(what, 'x');
                    for (var i = 0; i < Number(count); i++)
                    {
                        table.Put(Pair(where, '/').First, $"{Pair(where, '/').Second}{i:D7}", Sample(Number(each), i));
                    }

                    break;
                case "--latency":
                    options.Latency = TimeSpan.FromMilliseconds(Number(value));
                    break;
                case "--rate":
                    options.BytesPerSecond = Number(value);
                    break;
                case "--rate-of-request":
                    options.BytesPerSecondOfRequest = Number(value);
                    break;
                case "--page-size":
                    options.PageSize = (int)Number(value);
                    break;
                case "--keep":
                    options.Bodies = Enum.Parse<BodyKeeping>(value, ignoreCase: true);
                    break;
                case "--reserve":
                    SlabPool.Shared.Reserve(Number(value));
                    break;
                case "--bodies-folder":
                    options.BodiesFolder = value;
                    break;
                case "--port":
                    port = (int)Number(value);
                    break;
                default:
                    throw new ArgumentException($"There is no option {name}.");
            }
        }

        if (isWarm)
        {
            table.Warm();
        }

        return (table, options, keepsCalls, port);
    }

    private static MemoryBlob Sample(long size, int seed)
    {
        var bytes = new byte[size];
#pragma warning disable CA5394 // Test data.
        new Random(seed).NextBytes(bytes);
#pragma warning restore CA5394
        return new(bytes);
    }
}
