# Fetches the event files out of a job's packed model, and writes how long it took and how many there were.
param([string] $Manifest, [string] $Job, [string] $Destination)

Import-Module $Manifest
$files = 0
$watch = [Diagnostics.Stopwatch]::StartNew()
Receive-MlArtifact $Job -Provider SageMaker -Include 'logs/**' -Destination $Destination | ForEach-Object { $files++ }
"receive-ms $($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))"
"files $files"
