namespace MlOps;

/// <summary>A place that a user names, a folder, a file or an address in a cloud, with the store that it is in.</summary>
/// <param name="Store">The store.</param>
/// <param name="Location">The place there.</param>
public sealed record DataPlace(IObjectStore Store, ObjectLocation Location)
{
    /// <summary>Whether a text is an address in a store and no path.</summary>
    /// <param name="text">The text.</param>
    /// <returns><see langword="true"/> for <c>scheme://…</c>.</returns>
    public static bool IsAddress(string text) => text.IndexOf("://", StringComparison.Ordinal) is > 0 and < 10;

    /// <summary>A place as a user writes it: a path of this machine, or an address. Safe to show.</summary>
    /// <param name="store">The store.</param>
    /// <param name="location">The place there.</param>
    /// <returns>The text.</returns>
    public static string Shown(IObjectStore store, ObjectLocation location) => TerminalText.Clean(store.IsNear ? FolderStore.PathOf(location) : store.AddressOf(location));

    /// <summary>Finds the store of an address.</summary>
    /// <param name="address">The address: <c>s3://bucket/key</c>.</param>
    /// <param name="providers">The providers of this installation, each with its store.</param>
    /// <returns>The place.</returns>
    /// <exception cref="MlOpsException">No provider has a store for it, or it names no bucket.</exception>
    public static DataPlace Find(string address, IEnumerable<IProvider> providers)
    {
        var stores = providers.Select(provider => provider.Store).Where(store => store.Scheme != FolderStore.FolderScheme).ToList();
        foreach (var store in stores)
        {
            if (address.StartsWith(store.Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return ObjectLocation.Parse(store.Scheme, address) is { } location
                    ? new(store, location)
                    : throw new MlOpsException(ErrorCode.InvalidArgument, $"'{TerminalText.Clean(address)}' names no bucket.", $"Give one such as {store.Scheme}my-bucket/data.", address);
            }
        }

        throw new MlOpsException(
            ErrorCode.InvalidArgument,
            $"'{TerminalText.Clean(address)}' is in no store that MlOps knows.",
            $"Give a path, or an address that begins with {string.Join(" or ", stores.Select(store => store.Scheme))}.",
            address);
    }

    /// <summary>Lists what is at the place: the object of just that key or, when there is none, what is below it as a folder.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The objects, each with its path below the place; the last segment of the key for a single object.</returns>
    /// <exception cref="MlOpsException">There is nothing, or the store cannot be listed.</exception>
    public async IAsyncEnumerable<(IObjectStore Store, StoredObject Origin, string Name)> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Location.Key.Length > 0 && !Location.Key.EndsWith('/') && await Store.DescribeAsync(Location, cancellationToken).ConfigureAwait(false) is { } single)
        {
            yield return (Store, single, Location.Key[(Location.Key.LastIndexOf('/') + 1)..]);
            yield break;
        }

        var folder = Location.Folder;
        var isEmpty = true;
        await foreach (var found in Store.ListAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            isEmpty = false;

            // A key that ends with a slash is what consoles call a folder.
            if (!found.Location.Key.EndsWith('/'))
            {
                yield return (Store, found, found.Location.Key[folder.Key.Length..]);
            }
        }

        if (isEmpty)
        {
            throw Empty();
        }
    }

    private MlOpsException Empty()
    {
        var shown = Shown(Store, Location);
        return Store.IsNear
            ? new(ErrorCode.NotFound, $"The folder '{shown}' has no files.", "Check the path.", shown)
            : new(
                ErrorCode.NotFound,
                $"There is nothing at '{shown}'.",
                Location.Key.AsSpan().ContainsAny("*?[") ? "Give the folder, and choose with -Include: wildcards count in paths of this machine only." : "Check the address.",
                shown);
    }

    /// <summary>The place as a user writes it.</summary>
    /// <returns>A path, or an address.</returns>
    public override string ToString() => Shown(Store, Location);
}
