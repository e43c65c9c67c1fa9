using static MlOps.Tests.S3.S3Fixture;

namespace MlOps.Tests.S3;

/// <summary>Uploads as an engine makes them.</summary>
internal static class Upload
{
    public static NewObject Target(string key, byte[] content, string encoding = "") =>
        new() { Location = At(key), Size = content.Length, Identity = Convert.ToHexString(Sum(content).Value.Span), ContentEncoding = encoding };

    public static async Task<StoredObject> WriteAsync(S3Fixture s3, string key, byte[] content, string encoding = "", IObjectStore? store = null)
    {
        await using var writer = await (store ?? s3.Store).WriteAsync(Target(key, content, encoding), Stop);
        await WritePartsAsync(writer, content);
        return await CompleteAsync(writer, content);
    }

    public static Task WritePartsAsync(IObjectWriter writer, byte[] content) => Task.WhenAll(Enumerable.Range(0, writer.Parts.Count).Select(part => WritePartAsync(writer, part, content)));

    public static Task WritePartAsync(IObjectWriter writer, int part, byte[] content) => writer.WriteAsync(part, Content(writer.Parts[part], content), Stop);

    public static Task<StoredObject> CompleteAsync(IObjectWriter writer, byte[] content) => writer.CompleteAsync(writer.Wanted is null ? null : Sum(content), Stop);

    /// <summary>A part's content as a stream that cannot be rewound and comes in odd pieces.</summary>
    public static Func<long, CancellationToken, Task<Stream>> Content(ObjectPart part, byte[] content) =>
        (offset, _) => Task.FromResult<Stream>(new OneWayStream(content.AsMemory((int)(part.Offset + offset), (int)(part.Length - offset))));

    private sealed class OneWayStream(ReadOnlyMemory<byte> content) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(Math.Min(count, 77_777), content.Length - _position);
            content.Span.Slice(_position, read).CopyTo(buffer.AsSpan(offset));
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
