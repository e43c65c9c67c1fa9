BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud Vertex -Project --job-seconds, 3
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $given = @{ Provider = 'Vertex'; Image = 'train:1'; Command = 'python', 'train.py'; MetricPattern = @{ val_loss = 'val_loss=(\S+)' } }
}

AfterAll { Exit-StandIn }

Describe 'A job on Vertex AI' {
    It 'is started, waited for, and ends' {
        $job = Start-MlTrainingJob lives @given | Wait-MlJob -PollInterval 1 -Timeout 60
        $job.Status | Should -Be 'Succeeded'
        $job.ProviderStatus | Should -Be 'SUCCEEDED'
        $job.EndedAt | Should -BeGreaterThan $job.StartedAt
        $job.Id | Should -BeLike 'projects/123456789012/locations/europe-west4/customJobs/*'
        $job.ConsoleUri | Should -BeLike 'https://console.cloud.google.com/*'
    }

    It 'has a log, with that of Vertex AI itself in it' {
        $all = @(Get-MlJobLog lives -Provider Vertex)
        $lines = @($all | Where-Object Instance -EQ 'workerpool0-0')
        $lines.Count | Should -Be 10
        $lines[0].Message | Should -BeLike 'epoch=1 val_loss=*'
        $lines[0].Stream | Should -Be 'Unknown'
        $lines[0].Severity | Should -Be 'INFO'
        ($all | Where-Object Instance -EQ 'service').Message | Should -Contain 'Job completed successfully.'
        for ($i = 1; $i -lt $all.Count; $i++) { $all[$i].Time | Should -BeGreaterOrEqual $all[$i - 1].Time }
    }

    It 'gives a part of the log' {
        @(Get-MlJobLog lives -Provider Vertex -Tail 2).Count | Should -Be 2
        (Get-MlJobLog lives -Provider Vertex -Pattern 'epoch=(3|4) ').Message | Should -HaveCount 2
        Get-MlJobLog lives -Provider Vertex -Stream Stderr | Should -BeNullOrEmpty
    }

    It 'gives metrics with their epochs, by the patterns that it was started with, without a reporting library' {
        $points = @(Get-MlMetric lives -Provider Vertex)
        $points.Count | Should -Be 10
        $points[0].Name | Should -Be 'val_loss'
        $points[0].Epoch | Should -Be 1
        $points[0].Value | Should -Be 1
        @(Get-MlMetric lives -Provider Vertex -Pattern @{ accuracy = 'val_accuracy=(\S+)' })[9].Value | Should -BeGreaterThan 0.9
    }

    It 'has files in one name space' {
        foreach ($name in 'model/weights.bin', 'logs/events.1', 'odd.txt') { $null = Invoke-StandIn object @{ bucket = 'ml-results'; name = "mlops/lives/$name"; text = $name } }
        $null = Invoke-StandIn object @{ bucket = 'ml-results'; name = 'mlops/lives-not/model/weights.bin'; text = 'no' }
        (Get-MlArtifact lives -Provider Vertex).Path -join ' ' | Should -Be 'logs/events.1 model/weights.bin output/odd.txt'
        $to = [IO.Path]::Combine($env:MLOPS_HOME, 'out')
        $null = Receive-MlArtifact lives -Provider Vertex -Include 'model/**' -Destination $to
        $received = [IO.Directory]::GetFiles($to, 'weights.bin', [IO.SearchOption]::AllDirectories)
        [IO.File]::ReadAllText($received[0]) | Should -Be 'model/weights.bin'
    }

    It 'is left alone by Stop-MlJob, now that it has ended' {
        (Stop-MlJob lives -Provider Vertex -PassThru -ErrorAction Stop).Status | Should -Be 'Succeeded'
        Get-StandInCall CancelCustomJob | Should -BeNullOrEmpty
    }

    It 'is not removed with -WhatIf' {
        Remove-MlJob lives -Provider Vertex -WhatIf
        (Get-MlJob lives -Provider Vertex).Name | Should -Be 'lives'
    }

    It 'is removed' {
        Get-MlJob lives -Provider Vertex | Remove-MlJob
        Get-MlJob live* -Provider Vertex | Should -BeNullOrEmpty
        Get-MlJob lives -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
    }
}

Describe 'A job on Vertex AI that runs' {
    BeforeAll {
        $null = Invoke-StandIn options @{ jobSeconds = 600 }
        $null = Invoke-StandIn reset-calls
    }

    It 'is not removed' {
        $null = Start-MlTrainingJob runs @given
        Remove-MlJob runs -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        Get-StandInCall DeleteCustomJob | Should -BeNullOrEmpty
    }

    It 'has no log before its first line' {
        Get-MlJobLog runs -Provider Vertex -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'is given back as it is when the time is up, with an error' {
        $job = Wait-MlJob runs -Provider Vertex -Timeout 0.3 -ErrorVariable problem -ErrorAction SilentlyContinue
        $job.Status | Should -BeIn 'Pending', 'Running'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
    }

    It 'is stopped' {
        $null = Invoke-StandIn advance @{ job = 'runs'; to = 'RUNNING' }
        (Get-MlJob runs -Provider Vertex).Status | Should -Be 'Running'
        (Stop-MlJob runs -Provider Vertex -PassThru).Status | Should -BeIn 'Stopping', 'Stopped'
        $null = Invoke-StandIn advance @{ job = 'runs' }
        (Wait-MlJob runs -Provider Vertex -PollInterval 1).Status | Should -Be 'Stopped'
    }

    It 'says why it failed' {
        $null = Start-MlTrainingJob fails @given
        $null = Invoke-StandIn advance @{ job = 'fails'; to = 'FAILED'; reason = 'The replica workerpool0-0 exited with a non-zero status of 3.' }
        $job = Wait-MlJob fails -Provider Vertex -ErrorAction Stop
        $job.Status | Should -Be 'Failed'
        $job.StatusMessage | Should -BeLike '*non-zero status of 3*'
    }

    It 'is stopped by its own time limit' {
        $null = Start-MlTrainingJob late @given -MaxRuntime 1h
        $null = Invoke-StandIn advance @{ job = 'late'; to = 'EXPIRED' }
        $job = Get-MlJob late -Provider Vertex
        $job.Status | Should -Be 'Stopped'
        $job.ProviderStatus | Should -Be 'EXPIRED'
    }
}

Describe 'The log of a job on Vertex AI that is followed' {
    It 'is left at once when the pipeline ends' {
        $null = Start-MlTrainingJob endless @given
        $null = Invoke-StandIn advance @{ job = 'endless'; to = 'RUNNING' }
        $null = Invoke-StandIn log @{ job = 'endless'; lines = @('epoch=1 val_loss=0.5') }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        foreach ($once in 1) { Get-MlJobLog endless -Provider Vertex -Follow | ForEach-Object { if ($_.Instance -ne 'service') { $line = $_; break } } }
        $line.Message | Should -BeLike 'epoch=1*'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
    }
}

Describe 'What was sent' {
    # Vertex AI takes any number of jobs of one name.
    It 'means the very job that is piped in, where two have its name' {
        foreach ($id in 71, 72) {
            $null = Invoke-StandIn add @{ resource = @{
                    name = "projects/123456789012/locations/europe-west4/customJobs/$id"; displayName = 'twins'; state = 'JOB_STATE_RUNNING'; createTime = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
                    jobSpec = @{ workerPoolSpecs = @(, @{ containerSpec = @{ imageUri = 'i' } }) }
                } }
        }

        $twins = @(Get-MlJob twins -Provider Vertex)
        $twins.Count | Should -Be 2
        $twins[0] | Stop-MlJob
        $after = @(Get-MlJob twins -Provider Vertex)
        ($after | Where-Object Id -EQ $twins[0].Id).Status | Should -Not -Be 'Running'
        ($after | Where-Object Id -EQ $twins[1].Id).Status | Should -Be 'Running'
        @($twins[1] | Wait-MlJob -Timeout 0 -ErrorAction SilentlyContinue).Id | Should -Be $twins[1].Id
    }

    It 'is nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
