BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud Vertex -Project --jobs, 300, --tuning-jobs, 3
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $given = @{
        Image = 'train:1'; Command = 'python', 'train.py'; Hyperparameter = [ordered] @{ lr = 0.1; dataset = 'dogs', 'cats'; shuffle = $true }
        Argument = '--data', '{input:train}'; InputData = @{ train = 'gs://data/digits' }; Environment = @{ COLOUR = 'red' }; InstanceType = 'a2-highgpu-8g'; InstanceCount = 2
        Spot = $true; MaxRuntime = '1h'; MetricPattern = @{ val_loss = 'val_loss=(\S+)' }; Tag = @{ team = 'vision-a'; run = '1' }
    }
    $null = Start-MlTrainingJob resnet-new -Provider Vertex @given
}

AfterAll { Exit-StandIn }

Describe 'Get-MlJob on Vertex AI' {
    BeforeEach { $null = Invoke-StandIn reset-calls }

    It 'lists every job of either kind once, the newest first' {
        $all = @(Get-MlJob -Provider Vertex)
        $all.Count | Should -Be 304
        $all[0].Name | Should -Be 'resnet-new'
        [Collections.Generic.HashSet[string]]::new([string[]] $all.Id).Count | Should -Be 304
        for ($i = 1; $i -lt $all.Count; $i++) { $all[$i].CreatedAt | Should -BeLessOrEqual $all[$i - 1].CreatedAt }
    }

    It 'fills every property of a job that was started here' {
        $job = Get-MlJob resnet-new -Provider Vertex
        $job.Provider | Should -Be 'Vertex'
        $job.Kind | Should -Be 'Training'
        $job.Status | Should -Be 'Pending'
        ([DateTimeOffset]::Now - $job.CreatedAt).TotalMinutes | Should -BeLessThan 5
        $job.EndedAt | Should -BeNullOrEmpty
        $job.Image | Should -Be 'train:1'
        $job.Command -join ' ' | Should -Be 'python train.py'
        $job.Hyperparameter['dataset'] -join ' ' | Should -Be 'dogs cats'
        $job.Argument -join ' ' | Should -Be '--data {input:train}'
        $job.InputData['train'] | Should -Be 'gs://data/digits'
        $job.Environment.Keys -join ' ' | Should -Be 'COLOUR'
        $job.OutputUri | Should -Be 'gs://ml-results/mlops/resnet-new'
        $job.CheckpointUri | Should -Be 'gs://ml-results/mlops/resnet-new/checkpoints'
        $job.InstanceType | Should -Be 'a2-highgpu-8g'
        $job.InstanceCount | Should -Be 2
        $job.Accelerator | Should -Be 'A100'
        $job.AcceleratorCount | Should -Be 8
        $job.Spot | Should -BeTrue
        $job.MaxRuntime | Should -Be ([TimeSpan]::FromHours(1))
        $job.MetricPattern['val_loss'] | Should -Be 'val_loss=(\S+)'
        $job.Tag['team'] | Should -Be 'vision-a'
        $job.Region | Should -Be 'europe-west4'
        $job.Raw['displayName'] | Should -Be 'resnet-new'
    }

    It 'finds names by wildcards anywhere, in any case' {
        $all = @(Get-MlJob -Provider Vertex | Where-Object Name -Like '*resnet*')
        $all.Count | Should -BeGreaterThan 20
        @(Get-MlJob '*ResNet*' -Provider Vertex).Count | Should -Be $all.Count
        @(Get-MlJob 'RESNET-n*' -Provider Vertex).Name | Should -Be 'resnet-new'
    }

    It 'asks the service for a name' {
        (Get-MlJob resnet-new -Provider Vertex).Name | Should -Be 'resnet-new'
        (Invoke-StandIn calls)['counts']['ListCustomJobs'].ToJsonString() | Should -Be '1'
    }

    It 'chooses by status' {
        $failed = @(Get-MlJob -Provider Vertex -Status Failed)
        $failed.Count | Should -BeGreaterThan 1
        $failed | ForEach-Object { $_.Status | Should -Be 'Failed' }
        (Get-MlJob -Provider Vertex -Status Pending, Running).Name | Should -Be 'resnet-new'
    }

    It 'chooses by time' {
        (Get-MlJob -Provider Vertex -CreatedAfter 30s).Name | Should -BeIn 'resnet-new'
        $month = @(Get-MlJob -Provider Vertex -CreatedAfter 60d -CreatedBefore 30d)
        $month.Count | Should -BeGreaterThan 10
        $month.Count | Should -BeLessThan 60
        $month | ForEach-Object { ([DateTimeOffset]::Now - $_.CreatedAt).TotalDays | Should -BeGreaterThan 29 }
    }

    It 'chooses by label, with wildcards in the value and in any case' {
        (Get-MlJob -Provider Vertex -Tag @{ team = 'Vision-*' }).Name | Should -Be 'resnet-new'
        $risk = @(Get-MlJob -Provider Vertex -Kind Training -Tag @{ team = 'risk'; project = 'bert*' })
        $risk.Count | Should -BeGreaterThan 1
        $risk | ForEach-Object { $_.Tag['project'] | Should -Be 'bert-reviews' }
    }

    It 'gives the newest with -First' {
        $first = @(Get-MlJob -Provider Vertex -First 5)
        $first.Count | Should -Be 5
        $first[0].Name | Should -Be 'resnet-new'
    }

    It 'gives tuning jobs with what only they have' {
        $tuning = @(Get-MlJob -Provider Vertex -Kind Tuning)
        $tuning.Count | Should -Be 3
        $tuning | ForEach-Object {
            $_ | Should -BeOfType ([MlOps.MlTuningJob])
            $_.Objective | Should -Be 'val_loss'
            $_.Goal | Should -Be 'Minimize'
            $_.MaxTrials | Should -Be 5
            $_.SucceededTrials + $_.FailedTrials | Should -BeGreaterThan 0
            $_.BestTrial | Should -BeOfType ([MlOps.MlTrial])
            $_.BestTrial.TuningJobName | Should -Be $_.Name
        }
    }

    It 'says whose trial a training job is' {
        $null = Invoke-StandIn fill @{ jobs = 10; tuningJobs = 1; spanDays = 0.02 }
        $trials = @(Get-MlJob -Provider Vertex -Kind Training -CreatedAfter 2h | Where-Object TuningJobName)
        $trials.Count | Should -Be 5
        $trials | ForEach-Object { $_.Name | Should -BeLike "$($_.TuningJobName)-*" }
    }

    It 'says that there is no such job, and what was probably meant' {
        Get-MlJob resnet-newt -Provider Vertex -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -Be "Did you mean 'resnet-new'?"
    }

    It 'looks in other locations, and finds a piped job where it is' {
        @(Get-MlJob -Provider Vertex -Region '*').Count | Should -Be @(Get-MlJob -Provider Vertex).Count
        @(Get-MlJob -Provider Vertex -Region 'europe-west*' -Name resnet-new).Region | Should -Be 'europe-west4'
        @(Get-MlJob -Provider Vertex -Region us-central1 -ErrorAction SilentlyContinue).Count | Should -Be 0
        $job = Get-MlJob resnet-new -Provider Vertex
        $env:GOOGLE_CLOUD_REGION = 'us-central1'
        try { ($job | Wait-MlJob -Timeout 0 -ErrorAction SilentlyContinue).Id | Should -Be $job.Id }
        finally { $env:GOOGLE_CLOUD_REGION = 'europe-west4' }
    }

    It 'completes job names' {
        $line = 'Get-MlJob -Provider Vertex -Name resnet-n'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'resnet-new'
    }

    It 'sends nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
