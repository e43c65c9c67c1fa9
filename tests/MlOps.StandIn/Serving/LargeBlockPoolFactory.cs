using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace MlOps.StandIn.Serving;

/// <summary>Gives the web server buffers of many pages, where its own have one: fewer calls of the system move the same bytes.</summary>
internal sealed class LargeBlockPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new LargeBlockPool();
}
