namespace MlOps.StandIn.Storage;

/// <summary>What S3 does with buckets as a whole.</summary>
internal sealed class S3BucketOperations(ObjectTable table, StorageOptions options)
{
    public static StorageAnswer Head(StorageRequest request, TableBucket bucket)
    {
        var answer = new StorageAnswer { ContentType = "application/xml" };
        answer.Headers.Add(("x-amz-bucket-region", bucket.Region));
        return answer;
    }

    public static StorageAnswer Location(StorageRequest request, TableBucket bucket) =>
        StorageAnswer.Text(200, "application/xml", $"<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{(bucket.Region == "us-east-1" ? "" : bucket.Region)}</LocationConstraint>");

    public static StorageAnswer Versioning(StorageRequest request, TableBucket bucket) => new S3Xml("VersioningConfiguration").Add("Status", bucket.KeepsVersions ? "Enabled" : null).Answer();

    public StorageAnswer List()
    {
        var document = new S3Xml("ListAllMyBucketsResult").Begin("Owner").Add("ID", "1").Add("DisplayName", "ana").End("Owner").Begin("Buckets");
        foreach (var bucket in table.Buckets)
        {
            document.Begin("Bucket").Add("Name", bucket.Name).Add("CreationDate", bucket.Created).End("Bucket");
        }

        return document.End("Buckets").Answer();
    }

    public StorageAnswer Create(StorageRequest request)
    {
        if (table.Find(request.Bucket) is not null)
        {
            throw new StorageFailure(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.");
        }

        table.AddBucket(request.Bucket, options.Region ?? "us-east-1");
        var answer = new StorageAnswer();
        answer.Headers.Add(("Location", $"/{request.Bucket}"));
        return answer;
    }

    public StorageAnswer Delete(StorageRequest request, TableBucket bucket)
    {
        if (bucket.Count > 0)
        {
            throw new StorageFailure(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }

        table.RemoveBucket(bucket.Name);
        return new(204);
    }
}
