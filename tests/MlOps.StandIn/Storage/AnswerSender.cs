using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace MlOps.StandIn.Storage;

/// <summary>Sends the answer to one request, with what goes wrong on the way.</summary>
internal sealed class AnswerSender(HttpContext context, StorageOptions options, StorageTraffic traffic, IReadOnlyList<MetFault> faults)
{
    private const int Piece = 128 * 1024;
    private readonly BytePacer _own = new();

    /// <summary>How many bytes of the body were sent.</summary>
    public long Sent { get; private set; }

    /// <summary>The request's body, with what happens to it.</summary>
    public Stream Receiving(Stream body) =>
        options.BytesPerSecond is null && options.BytesPerSecondOfRequest is null && Find(StorageFaultKind.ResetUpload) is null && Find(StorageFaultKind.CorruptUpload) is null
            ? body
            : new FaultyBody(context, body, options, traffic, faults);

    public async Task SendAsync(StorageAnswer answer)
    {
        if (Find(StorageFaultKind.LoseAnswer) is not null)
        {
            context.Abort();
            return;
        }

        var (sent, length) = Prepare(ranged: faults.Count == 0 ? answer : WithOtherRange(answer));
        if (HttpMethods.IsHead(context.Request.Method) || length == 0)
        {
            return;
        }

        if (sent.Content is null && faults.Count == 0)
        {
            Sent = sent.Body.Length;
            await context.Response.BodyWriter.WriteAsync(sent.Body, context.RequestAborted);
            return;
        }

        var isPlain = faults.Count == 0 && options.BytesPerSecond is null && options.BytesPerSecondOfRequest is null;
        await (isPlain ? SendContentAsync(sent, length) : SendPacedAsync(sent, length));
    }

    private MetFault? Find(StorageFaultKind kind)
    {
        foreach (var fault in faults)
        {
            if (fault.Fault.Kind == kind)
            {
                return fault;
            }
        }

        return null;
    }

    private StorageAnswer WithOtherRange(StorageAnswer answer)
    {
        if (answer.Content is not { } content || answer.Status != 206)
        {
            return answer;
        }

        if (Find(StorageFaultKind.IgnoreRange) is not null)
        {
            var whole = new StorageAnswer { ContentType = answer.ContentType, Content = content, Length = content.Length };
            whole.Headers.AddRange(answer.Headers.Where(header => header.Name != "Content-Range"));
            return whole;
        }

        var (isOther, isFalse) = (Find(StorageFaultKind.OtherRange) is not null, Find(StorageFaultKind.FalseRange) is not null);
        if ((!isOther && !isFalse) || answer.Length == content.Length)
        {
            return answer;
        }

        var offset = answer.Offset > 0 ? answer.Offset - 1 : 1;
        var moved = new StorageAnswer(206) { ContentType = answer.ContentType, Content = content, Offset = offset, Length = answer.Length };
        moved.Headers.AddRange(answer.Headers.Select(header => isOther && header.Name == "Content-Range" ? (header.Name, new ByteRange(offset, answer.Length).Of(content.Length)) : header));
        return moved;
    }

    /// <summary>Sets the status and the headers.</summary>
    private (StorageAnswer Answer, long Length) Prepare(StorageAnswer ranged)
    {
        var response = context.Response;
        response.StatusCode = ranged.Status;
        foreach (var (name, value) in ranged.Headers)
        {
            response.Headers[name] = value;
        }

        if (ranged.ContentType is { } type)
        {
            response.ContentType = type;
        }

        foreach (var fault in faults)
        {
            if (fault.Fault.RetryAfter is { } seconds)
            {
                response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }
        }

        // Whoever waits to be told to go on, and is answered at once, must not find the answer to a later request behind a word that never came.
        var request = context.Request;
        if (request.Headers.Expect.Count > 0 && (request.ContentLength is null or 0 || ranged.Status >= 300))
        {
            response.Headers.Connection = "close";
        }

        var length = ranged.Length;
        if (ranged.Status is 204 or 304)
        {
            return (ranged, 0);
        }

        if (Find(StorageFaultKind.ShortLength) is { } cut && length > 0)
        {
            length = Math.Min(length - 1, cut.PlaceIn(length));
        }

        if (!ranged.HasNoLength && Find(StorageFaultKind.NoLength) is null)
        {
            response.ContentLength = Find(StorageFaultKind.LongLength) is null ? length : length + 1000;
        }

        return (ranged, length);
    }

    private async Task SendContentAsync(StorageAnswer answer, long length)
    {
        using var reader = answer.Content!.Open();

        // Once the head is out, what is written goes to the connection's own buffers.
        await context.Response.StartAsync(context.RequestAborted);
        var writer = context.Response.BodyWriter;
        for (var offset = answer.Offset; Sent < length;)
        {
            var left = length - Sent;
            var memory = writer.GetMemory((int)Math.Min(left, Piece));
            var count = (int)Math.Min(left, memory.Length);
            reader.Read(offset, memory.Span[..count]);
            writer.Advance(count);
            offset += count;
            Sent += count;
            await writer.FlushAsync(context.RequestAborted);
            context.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The same in such pieces that what goes wrong goes wrong at its byte, and that no more passes in a second than may.</summary>
    private async Task SendPacedAsync(StorageAnswer answer, long length)
    {
        var gone = context.RequestAborted;
        var (reset, cut) = (Find(StorageFaultKind.Reset), Find(StorageFaultKind.Cut));
        var (stall, slow, corrupt) = (Find(StorageFaultKind.Stall), Find(StorageFaultKind.Slow), Find(StorageFaultKind.Corrupt));
        var stallAt = stall?.PlaceIn(length);
        long? resetAt = (reset ?? cut) is { } end ? Math.Min(end.PlaceIn(length), length) : null;
        var piece = new[] { options.BytesPerSecond, options.BytesPerSecondOfRequest, slow?.Fault.BytesPerSecond }.OfType<long>().Select(BytePacer.PieceOf).Append(Piece).Min();
        var buffer = new byte[piece];
        using var reader = (answer.Content ?? new MemoryBlob(answer.Body)).Open();
        await context.Response.StartAsync(gone);
        while (Sent < length || resetAt == Sent)
        {
            if (Sent == resetAt)
            {
                await context.Response.Body.FlushAsync(gone);
                if (reset is not null)
                {
                    context.Abort();
                }

                // The server closes a connection on which it owes bytes, when it has sent those that it has.
                return;
            }

            if (Sent == stallAt)
            {
                await context.Response.Body.FlushAsync(gone);
                await Task.Delay(stall!.Value.Fault.Duration, gone);
            }

            var stops = new[] { resetAt, stallAt }.OfType<long>().Where(stop => stop > Sent).Append(length);
            var bytes = buffer.AsMemory(0, (int)Math.Min(piece, stops.Min() - Sent));
            reader.Read(answer.Offset + Sent, bytes.Span);
            if (corrupt is { } other && other.PlaceIn(length) - Sent is var place && place >= 0 && place < bytes.Length)
            {
                bytes.Span[(int)place] ^= 0x20;
            }

            await PaceAsync(bytes.Length, slow?.Fault.BytesPerSecond, gone);
            await context.Response.Body.WriteAsync(bytes, gone);
            Sent += bytes.Length;
        }
    }

    private async ValueTask PaceAsync(int count, long? slow, CancellationToken gone)
    {
        if (options.BytesPerSecond is { } all)
        {
            await traffic.Down.TakeAsync(count, all, gone);
        }

        if ((slow ?? options.BytesPerSecondOfRequest) is { } one)
        {
            await _own.TakeAsync(count, one, gone);
        }
    }
}
